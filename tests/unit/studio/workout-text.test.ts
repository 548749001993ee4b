import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layoutOf, writeLaidOut } from '../../../src/studio/workout-text.ts';

test('a file comes out as it went in, whatever its layout', () => {
  const document = fc
    .dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 })
    .map((value) => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(
      document,
      fc.constantFrom('', ' ', '  ', '    ', '\t'),
      fc.constantFrom('\n', '\r\n'),
      fc.boolean(),
      (value, indent, newline, ended) => {
        const text = JSON.stringify(value, null, indent).replaceAll('\n', newline) + (ended ? newline : '');
        expect(writeLaidOut(JSON.parse(text), layoutOf(text))).toBe(text);
      },
    ),
  );
});

test('a file laid out by hand is indented by two spaces once it is written', () => {
  const layout = layoutOf('{"id": "ride",\n "cues": [] }');
  expect(writeLaidOut({ id: 'ride', cues: [] }, layout)).toBe('{\n  "id": "ride",\n  "cues": []\n}');
});
