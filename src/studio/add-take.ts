import { rm } from 'node:fs/promises';
import { dirname, extname, join, resolve } from 'node:path';
import type { EditPlace } from '../contract/index.ts';
import type { PcmAsset } from '../media/index.ts';
import { CueforgeError, ENGINE_RATE, type TakeDocument, type Workout } from '../model/index.ts';
import { writtenFrom } from './create-workout.ts';
import { stageTake } from './gather-takes.ts';
import type { OpenWorkoutEditors } from './workout-editors.ts';
import { copyNew } from './write-beside.ts';

/** What is left before the first and after the last of the speech, so that neither a breath nor a tail is cut. Frames. */
const BEFORE = 0.1 * ENGINE_RATE;
const AFTER = 0.3 * ENGINE_RATE;

export interface NewTake {
  /** The workout's file. */
  readonly path: string;
  readonly cue: string;
  /** Whose voice it is; null: it serves every coach. */
  readonly coach: string | null;
  /** The recording. */
  readonly file: string;
  /** Empty: numbered. */
  readonly name: string;
  /** The words of the edit that it belongs to, where that was just done. Default null: it is an entry of its own. */
  readonly merge?: string | null;
}

/**
 * Takes a recording in as the chosen take of a cue: a copy in the workout's own folder, trimmed to its speech. How loud
 * it is does not matter: takes are brought to the voice level wherever they sound. `openPcm` decodes it first and throws
 * what is wrong with it. Nothing stays of a take that is refused.
 */
export const addTake = async (
  { path, cue, coach, file, name, merge = null }: NewTake,
  editors: OpenWorkoutEditors,
  openPcm: (file: string, options: { signal: AbortSignal }) => Promise<PcmAsset>,
  signal: AbortSignal,
): Promise<EditPlace & { take: string }> => {
  const { workout, path: workoutFile } = await editors.get(path);
  takesOf(workout, cue, coach);
  const trim = await trimOf(await openPcm(resolve(file), { signal }));
  const folder = dirname(workoutFile);
  const copy = await copyNew(join(folder, 'takes', workout.id), numbered(cue, extname(file)), resolve(file));
  try {
    const number = numberOf(copy, takesOf((await editors.get(path)).workout, cue, coach));
    const take: TakeDocument = {
      ...{ id: `take-${number}`, name: name.trim() || `Take ${number}`, audio: writtenFrom(folder, copy) },
      ...(coach === null ? {} : { coach }),
      ...{ ...trim, chosen: true },
    };
    const edits = [{ op: 'takes.add' as const, cue, take }];
    const { touched: _, ...place } = await editors.apply(path, edits, { merge, label: null }, signal);
    return { ...place, take: take.id };
  } catch (error) {
    await rm(copy, { force: true });
    throw error;
  }
};

/** Ids of the takes a cue has. Throws `bad-argument` where there is no such cue or coach. */
const takesOf = ({ cues, coaches }: Workout, id: string, coach: string | null): ReadonlySet<string> => {
  const cue = cues.find((each) => each.id === id);
  if (!cue) throw new CueforgeError('bad-argument', `The workout has no cue "${id}"`, { cue: id });
  if (coach !== null && !coaches.some((each) => each.id === coach))
    throw new CueforgeError('bad-argument', `The workout has no coach "${coach}"`, { coach });
  return new Set(cue.takes.map((take) => take.id));
};

/** The number of a take's copy, which no other has; a later one where a take of that name came in some other way. */
const numberOf = (copy: string, taken: ReadonlySet<string>): number => {
  let number = Number(/-(\d+)\.?[^.]*$/.exec(copy)?.[1] ?? 1);
  while (taken.has(`take-${number}`)) number++;
  return number;
};

/** What is used of a recording: its speech. One without any is used as a whole. */
const trimOf = async (asset: PcmAsset): Promise<Pick<TakeDocument, 'start_ms' | 'end_ms'>> => {
  const { speech } = await stageTake(asset);
  const [first, last] = [speech[0], speech.at(-1)];
  if (!first || !last) return {};
  const [start, end] = [Math.max(0, first.start - BEFORE), last.end + AFTER];
  return {
    ...(start > 0 ? { start_ms: milliseconds(start) } : {}),
    ...(end < asset.frames ? { end_ms: milliseconds(end) } : {}),
  };
};

const milliseconds = (frames: number): number => Math.round((frames * 1000) / ENGINE_RATE);

/** `c7-1.wav`, `c7-2.wav`, … */
function* numbered(cue: string, extension: string): Generator<string> {
  for (let n = 1; ; n++) yield `${cue}-${n}${extension.toLowerCase()}`;
}
