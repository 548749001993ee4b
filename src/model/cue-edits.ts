import {
  type Anchorage,
  anchorAt,
  anchorageOf,
  beatAnchorAt,
  namesSomething,
  placeCue,
  segmentAnchorAt,
  segmentAt,
  setAnchor,
  timeOfAnchor,
} from './anchoring.ts';
import {
  changeFields,
  type EditDraft,
  find,
  findAll,
  insertByTime,
  listOf,
  nextId,
  nextIds,
  readList,
  refuse,
  removeAll,
  setTime,
  toTime,
  type WithId,
} from './edit-draft.ts';
import { copyJson } from './json-patches.ts';
import { describeValue } from './problem.ts';
import type { EditOf } from './workout-edit.ts';
import type { AnchorDocument, CueDocument } from './workout-schema.ts';

/** Edits of cues. Each gives the ids of what it is about. */

/** A cue of another workout may come with an anchor to what is not here, which it loses; any other holds at its time. */
export const addCues = (draft: EditDraft, { cues }: EditOf<'cues.add'>): string[] => {
  const anchorage = anchorageOf(draft);
  const add = addingCues(draft);
  return cues.map((given) => {
    const cue = copyJson(given);
    if (cue.anchor != null) setAnchor(cue, held(anchorage, cue.anchor, cue.time_ms));
    return add(cue);
  });
};

/** Adds cues in their places of time, with ids. Nothing else may add any meanwhile. */
export const addingCues = (draft: EditDraft): ((cue: CueDocument) => string) => {
  const nameIt = nextIds('cue', readList(draft, 'cues'));
  return (cue) => {
    const named = { ...cue, id: nameIt(cue.id) };
    insertByTime(listOf(draft, 'cues'), named, ({ time_ms }) => time_ms);
    return named.id;
  };
};

/** An anchor for a cue at a time: null where it names nothing, itself where its beat cannot be told. */
const held = (anchorage: Anchorage, anchor: AnchorDocument, ms: number): AnchorDocument | null =>
  namesSomething(anchorage, anchor) ? (anchorAt(anchorage, anchor, ms) ?? anchor) : null;

/** An anchor that is given without a time moves the cue to it; given with one, it holds at that time. */
export const changeCues = (draft: EditDraft, { ids, change }: EditOf<'cues.change'>): string[] => {
  const anchorage = anchorageOf(draft);
  const { time_ms, anchor, ...fields } = change;
  for (const cue of findAll(draft, 'cues', ids)) {
    changeFields(cue, fields);
    // `file` says the same as `audio`: left alone it would come back where `audio` goes.
    if (fields.audio !== undefined) delete cue.file;
    if (anchor === null) setAnchor(cue, null);
    if (anchor == null) {
      if (time_ms !== undefined) placeCue(anchorage, cue, time_ms);
      continue;
    }
    const time = time_ms ?? timeOfAnchor(anchorage, known(anchorage, anchor));
    if (time !== null) setTime(cue, time);
    setAnchor(cue, time_ms === undefined ? copyJson(anchor) : held(anchorage, known(anchorage, anchor), cue.time_ms));
  }
  return ids;
};

const known = (anchorage: Anchorage, anchor: AnchorDocument): AnchorDocument => {
  if (!namesSomething(anchorage, anchor))
    refuse(
      'segment' in anchor
        ? `the id of a segment, got ${describeValue(anchor.segment)}`
        : `the id of a track, got ${describeValue(anchor.track)}`,
    );
  return copyJson(anchor);
};

export const placeCues = (draft: EditDraft, { places }: EditOf<'cues.place'>): string[] => {
  const anchorage = anchorageOf(draft);
  const cues = new Map(readList(draft, 'cues').map((cue) => [cue.id, cue]));
  for (const { id, time_ms, anchor } of places) {
    const cue = cues.get(id) ?? find(draft, 'cues', id);
    if (anchor === null) setAnchor(cue, null);
    if (anchor == null) placeCue(anchorage, cue, time_ms);
    else {
      setTime(cue, time_ms);
      setAnchor(cue, held(anchorage, known(anchorage, anchor), cue.time_ms));
    }
  }
  return places.map(({ id }) => id);
};

/** Variants that make an exception of a removed cue no longer do. */
export const removeCues = (draft: EditDraft, { ids }: Pick<EditOf<'cues.remove'>, 'ids'>): string[] => {
  removeAll(draft, 'cues', ids);
  const gone = new Set(ids);
  for (const { cues } of readList(draft, 'variants')) {
    if (!cues?.except?.some((id) => gone.has(id))) continue;
    cues.except = cues.except.filter((id) => !gone.has(id));
    if (cues.except.length === 0) delete cues.except;
  }
  return [];
};

/**
 * Both halves keep what the cue had: gain, ducking, level, tags, speed, its anchor. A recording says the whole line: it
 * stays with the first half as a take that is not chosen, to be trimmed or thrown away.
 */
export const splitCue = (draft: EditDraft, { id, at, time_ms }: EditOf<'cues.split'>): string[] => {
  const cue = find(draft, 'cues', id);
  const text = cue.text ?? '';
  // Never between the halves of a character.
  const place = /[\ud800-\udbff]$/.test(text.slice(0, at)) ? at - 1 : at;
  const [first, second] = [text.slice(0, place).trimEnd(), text.slice(place).trimStart()];
  if (first === '' || second === '') refuse('a place inside the text, with words on both sides of it', { id, at });
  const { id: _, takes, audio, file, ...shared } = copyJson(cue);
  const recording = audio ?? file;
  cue.text = first;
  delete cue.audio;
  delete cue.file;
  const kept = (takes ?? []).map((take) => ({ ...take, chosen: undefined }));
  const whole = recording == null ? [] : [{ id: nextId(null, 'take', takes ?? []), audio: recording }];
  if (kept.length + whole.length > 0) cue.takes = copyJson([...kept, ...whole]);
  const other = { ...shared, text: second, time_ms: toTime(time_ms) };
  if (other.anchor != null) setAnchor(other, anchorAt(anchorageOf(draft), other.anchor, other.time_ms));
  return [id, addingCues(draft)(other)];
};

export const anchorCues = (draft: EditDraft, { ids, to }: EditOf<'cues.anchor'>): string[] => {
  const anchorage = anchorageOf(draft);
  for (const cue of findAll(draft, 'cues', ids)) {
    if (to === null) setAnchor(cue, null);
    else if (to === 'beat')
      setAnchor(
        cue,
        beatAnchorAt(anchorage, cue.time_ms) ?? refuse('music with a beat grid, got none that is measured'),
      );
    else setAnchor(cue, segmentAnchorAt(draft, cue.time_ms) ?? refuse('a segment to anchor to, got a workout without'));
  }
  return ids;
};

/**
 * Copies go where the segment has room for them: not before the start of the workout, nor after the end of the segment,
 * nor where the same text is said already. A copy is anchored as its cue is, to its own segment or beat.
 */
export const copyToSegments = (draft: EditDraft, { ids, segments }: EditOf<'cues.toSegments'>): string[] => {
  const targets = segments === null ? readList(draft, 'segments') : findAll(draft, 'segments', segments);
  const anchorage = anchorageOf(draft);
  const spoken = new Set(readList(draft, 'cues').map(({ text, time_ms }) => `${Math.round(time_ms)} ${text}`));
  const added: string[] = [];
  const add = addingCues(draft);
  for (const cue of findAll(draft, 'cues', ids)) {
    const own = homeOf(draft, cue) ?? refuse('a segment to copy from, got a workout without');
    const offset = cue.time_ms - own.start_time * 1000;
    for (const target of targets) {
      const ms = toTime(target.start_time * 1000 + offset);
      const room = offset < target.duration_seconds * 1000 && target.start_time * 1000 + offset >= 0;
      const key = `${Math.round(ms)} ${cue.text}`;
      if (target.id === own.id || !room || spoken.has(key)) continue;
      spoken.add(key);
      const { id: _, ...copy } = copyJson(cue);
      copy.time_ms = ms;
      // A cue before whose anchor time ends lies off it: the copy is anchored where it lies.
      if (cue.anchor != null) {
        const same = 'segment' in cue.anchor ? { ...cue.anchor, segment: target.id } : null;
        setAnchor(copy, same ? anchorAt(anchorage, same, ms) : beatAnchorAt(anchorage, ms));
      }
      added.push(add(copy));
    }
  }
  return added;
};

/** The segment a cue belongs to: the one it is anchored to, else where it lies, else the nearest. */
const homeOf = (draft: EditDraft, cue: WithId<CueDocument>) => {
  const anchored = cue.anchor != null && 'segment' in cue.anchor ? cue.anchor.segment : null;
  return readList(draft, 'segments').find(({ id }) => id === anchored) ?? segmentAt(draft, cue.time_ms);
};
