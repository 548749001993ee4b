import { expect, test } from 'vitest';
import { type Before, editLabel, removeLabel } from '../../../src/library/edit-label.ts';
import type { AssetChange } from '../../../src/library/index.ts';

const one: Before[] = [{ title: 'Neon Divide', tags: ['warm'] }];
const three: Before[] = [...one, { title: 'B', tags: ['warm', 'climb'] }, { title: 'C', tags: ['warm'] }];

test.each<[Before[], AssetChange, string]>([
  [one, { title: 'Other' }, 'Rename “Neon Divide”'],
  [three, { title: 'Other' }, 'Rename 3 sounds'],
  [three, { tags: ['warm', 'climb'] }, 'Tag 3 sounds “climb”'],
  [one, { tags: ['warm', 'a', 'b'] }, 'Tag “Neon Divide” “a”, “b”'],
  [one, { tags: [] }, 'Untag “Neon Divide” “warm”'],
  [three, { tags: ['warm'] }, 'Untag 3 sounds “climb”'],
  [one, { tags: ['cool'] }, 'Change the tags of “Neon Divide”'],
  [one, { bpm: 120 }, 'Change the tempo of “Neon Divide”'],
  [three, { kind: 'bed' }, 'Change the kind of 3 sounds'],
  [one, { source: 'x', licence: 'y' }, 'Edit “Neon Divide”'],
])('%#: %j', (before, change, label) => {
  expect(editLabel(before, change)).toBe(label);
});

test('long names are cut between characters', () => {
  expect(removeLabel([{ title: '🎧'.repeat(80), tags: [] }])).toBe(`Remove “${'🎧'.repeat(59)}…”`);
  expect(removeLabel(three)).toBe('Remove 3 sounds');
});
