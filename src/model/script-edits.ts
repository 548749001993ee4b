import { anchorageOf, placeCue } from './anchoring.ts';
import { addingCues, removeCues } from './cue-edits.ts';
import { type EditDraft, find, findAll, readList, refuse, toTime } from './edit-draft.ts';
import { millisecondsToFrames } from './units.ts';
import type { EditOf } from './workout-edit.ts';

/** Edits of the words. A recording stays as it is when its text changes: it may be a spelling that was mended. */

export const replaceText = (draft: EditDraft, edit: EditOf<'text.replace'>): string[] => {
  const pattern = searchPattern(edit);
  const cues = edit.ids === null ? readList(draft, 'cues') : findAll(draft, 'cues', edit.ids);
  return cues.flatMap((cue) => {
    const text = cue.text?.replace(pattern, () => edit.replace);
    if (text === undefined || text === cue.text) return [];
    cue.text = text;
    return [cue.id];
  });
};

/** What a search finds, as an expression with the flag g. A word ends where no letter, digit or _ follows. */
export const searchPattern = ({
  find,
  matchCase,
  wholeWord,
}: Pick<EditOf<'text.replace'>, 'find' | 'matchCase' | 'wholeWord'>): RegExp => {
  const literal = find.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
  const letter = '[\\p{L}\\p{M}\\p{N}_]';
  return new RegExp(wholeWord ? `(?<!${letter})${literal}(?!${letter})` : literal, matchCase ? 'gu' : 'giu');
};

/** Everything else of a cue stays. A cue that gets another time stays anchored, at its new distance. */
export const setScript = (draft: EditDraft, { lines }: EditOf<'script.set'>): string[] => {
  const listed = new Set(lines.flatMap(({ id }) => id ?? []));
  if (listed.size < lines.filter(({ id }) => id !== null).length) refuse('each cue once, got the id of one again');
  const gone = readList(draft, 'cues').flatMap(({ id }) => (listed.has(id) ? [] : [id]));
  const anchorage = anchorageOf(draft);
  const cues = new Map(readList(draft, 'cues').map((cue) => [cue.id, cue]));
  const add = addingCues(draft);
  const ids = lines.map(({ id, time_ms, text }) => {
    if (id === null) return add({ time_ms: toTime(time_ms), text });
    const cue = cues.get(id) ?? find(draft, 'cues', id);
    if (millisecondsToFrames(time_ms) !== millisecondsToFrames(cue.time_ms)) placeCue(anchorage, cue, time_ms);
    if (text !== (cue.text ?? '')) cue.text = text;
    return id;
  });
  // After what is added, so that no new cue gets the id of one that goes.
  if (gone.length > 0) removeCues(draft, { ids: gone });
  return ids;
};
