import { expect, it } from 'vitest';
import { replacedBy } from '../../../../renderer/export/jobs-of-file.ts';
import { madeOf } from './export-samples.ts';

it('knows what took the place of a file', () => {
  const [first, second, third] = ['a', 'b', 'a'].map((sha256, i) => madeOf('full', { sha256, madeAt: 1_000 + i }));
  const elsewhere = madeOf('full', { sha256: 'c', madeAt: 5_000, path: '/out/hill/other.mp3' });
  expect(replacedBy(first, [elsewhere, second, first])).toBe(second);
  expect(replacedBy(second, [elsewhere, second, first])).toBeNull();
  // The same file again, from another preset or workout too, is the same file.
  expect(replacedBy(first, [third, second, first])).toBeNull();
  expect(replacedBy(second, [third, second, first])).toBe(third);
  // A list that is yet to come, and one from before the file was made.
  expect(replacedBy(first, null)).toBeNull();
  expect(replacedBy(second, [first])).toBeNull();
});
