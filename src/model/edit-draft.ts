import { CueforgeError } from './failure.ts';
import { freeId, withIds } from './implied-ids.ts';
import { copyJson } from './json-patches.ts';
import { describeValue } from './problem.ts';
import type { MusicFacts } from './track-layout.ts';
import { millisecondsToFrames } from './units.ts';
import { type CueDocument, LONGEST_SECONDS, type WorkoutDocument } from './workout-schema.ts';

/** A document while edits are done to it: a copy of its own, changed in place. */
export interface EditDraft {
  readonly document: WorkoutDocument;
  readonly facts: MusicFacts;
}

/** Things of a document that have an id. */
export interface Listed {
  cues: CueDocument;
  segments: NonNullable<WorkoutDocument['segments']>[number];
  tracks: NonNullable<WorkoutDocument['tracks']>[number];
  markers: NonNullable<WorkoutDocument['markers']>[number];
  coaches: NonNullable<WorkoutDocument['coaches']>[number];
  variants: NonNullable<WorkoutDocument['variants']>[number];
}
export type ListName = keyof Listed;
export type WithId<Thing> = Thing & { id: string };

/** What one thing of a list is called in a sentence. */
const CALLED: Readonly<Record<ListName, string>> = {
  cues: 'cue',
  segments: 'segment',
  tracks: 'track',
  markers: 'marker',
  coaches: 'coach',
  variants: 'variant',
};

/** The document in which every cue and segment has the id that `Workout` knows it by. The same one where all have theirs. */
export const withStableIds = (document: WorkoutDocument): WorkoutDocument => {
  const { cues, segments } = document;
  const lacks = (list: readonly { id?: string | null }[] | undefined) => list?.some(({ id }) => id == null) ?? false;
  if (!lacks(cues) && !lacks(segments)) return document;
  return {
    ...document,
    ...(segments === undefined ? {} : { segments: withIds(segments, 'segment') }),
    ...(cues === undefined ? {} : { cues: withIds(cues, 'cue') }),
  };
};

/** Says no to an edit: `expected` what, and what was got instead. */
export const refuse = (expected: string, details?: Readonly<Record<string, unknown>>): never => {
  throw new CueforgeError('bad-argument', `This edit cannot be done: expected ${expected}.`, details);
};

/** A list of the draft, made where the document has none. Every cue and segment of a draft has an id. */
export const listOf = <Name extends ListName>({ document }: EditDraft, name: Name): WithId<Listed[Name]>[] => {
  document[name] ??= [];
  return document[name] as WithId<Listed[Name]>[];
};

/** As `listOf`, for those who only read. */
export const readList = <Name extends ListName>({ document }: EditDraft, name: Name): readonly WithId<Listed[Name]>[] =>
  (document[name] ?? []) as WithId<Listed[Name]>[];

/** The thing of this id; refuses the edit where there is none. */
export const find = <Name extends ListName>(draft: EditDraft, name: Name, id: string): WithId<Listed[Name]> => {
  const found = readList(draft, name).find((thing) => thing.id === id);
  return found ?? refuse(`the id of a ${CALLED[name]}, got ${describeValue(id)}, which names none`, { id });
};

/** The things of these ids, each once, in the order of the document. */
export const findAll = <Name extends ListName>(
  draft: EditDraft,
  name: Name,
  ids: readonly string[],
): WithId<Listed[Name]>[] => {
  const wanted = new Set(ids);
  const found = readList(draft, name).filter(({ id }) => wanted.has(id));
  if (found.length < wanted.size) for (const id of ids) find(draft, name, id);
  return found;
};

/** Takes the things of these ids out; refuses the edit where one of them is not there. */
export const removeAll = (draft: EditDraft, name: ListName, ids: readonly string[]): void => {
  const gone = new Set(findAll(draft, name, ids));
  const left = readList(draft, name).filter((thing) => !gone.has(thing as never));
  (draft.document as Record<ListName, unknown>)[name] = left;
};

/** Sets fields; null takes one out, undefined leaves it. */
export const changeFields = (thing: object, change: object): void => {
  const fields = thing as Record<string, unknown>;
  for (const [key, value] of Object.entries(change)) {
    if (value === undefined || key === 'id' || key === '__proto__') continue;
    if (value === null) delete fields[key];
    else fields[key] = copyJson(value);
  }
};

/** An id for a new thing: its own, else `wanted` or the first of `wanted-2`, … that is free. */
export const newId = (own: string | null | undefined, wanted: string, others: readonly { id?: string | null }[]) =>
  own ?? freeId(wanted, new Set(others.map(({ id }) => id)));

/** A numbered id for a new thing: one more than the highest number of its kind, so that ids are seldom used again. */
export const nextId = (own: string | null | undefined, kind: string, others: readonly { id?: string | null }[]) =>
  own ?? nextIds(kind, others)(null);

/** The same for many new things, one after the other. */
export const nextIds = (kind: string, others: readonly { id?: string | null }[]) => {
  const taken = new Set<string | null | undefined>();
  let count = 0;
  let highest = 0;
  const take = (id: string | null | undefined): void => {
    const number = id?.startsWith(`${kind}-`) ? Number(id.slice(kind.length + 1)) : 0;
    if (Number.isSafeInteger(number) && number > highest) highest = number;
    taken.add(id);
    count += 1;
  };
  for (const { id } of others) take(id);
  return (own: string | null | undefined): string => {
    const id = own ?? freeId(`${kind}-${(highest || count) + 1}`, taken);
    take(id);
    return id;
  };
};

/** Puts a thing before the first one that comes later, so that files stay in order of time. */
export const insertByTime = <Thing>(list: Thing[], thing: Thing, timeOf: (thing: Thing) => number): void => {
  const time = timeOf(thing);
  const index = list.findIndex((other) => timeOf(other) > time);
  list.splice(index < 0 ? list.length : index, 0, thing);
};

/** The latest time of a cue, milliseconds. */
const LATEST = LONGEST_SECONDS * 1000 - 1;

/** Milliseconds to the microsecond, within what a file may say. */
export const toTime = (ms: number): number => Math.min(LATEST, Math.max(0, tidyTime(ms)));

/** Milliseconds to the microsecond: far below a frame, and short in a file. */
export const tidyTime = (ms: number): number => Math.round(ms * 1000) / 1000 + 0;

/** Gives a thing another time; what is the same frame stays as it is written. */
export const setTime = (thing: { time_ms: number }, ms: number): void => {
  const time = toTime(ms);
  if (millisecondsToFrames(time) !== millisecondsToFrames(thing.time_ms)) thing.time_ms = time;
};
