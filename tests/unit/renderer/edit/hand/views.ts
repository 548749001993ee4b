import type { Selection } from '../../../../../renderer/edit/edit-store.ts';
import { type HandView, handView } from '../../../../../renderer/edit/hand/hand-view.ts';
import type { Material } from '../../../../../src/contract/index.ts';
import { frames, readWorkoutDocument, type WorkoutDocument } from '../../../../../src/model/index.ts';

/** A beat is half a second; the first bar begins at 1 s. The second track is heard from 96 s on. */
export const RIDE: WorkoutDocument = {
  id: 'ride',
  title: 'Ride',
  tracks: [
    { id: 'one', file: 'one.wav' },
    { id: 'two', file: 'two.wav', crossfade_ms: 4000 },
  ],
  segments: [
    { id: 'warm', title: 'Warm-up', start_time: 0, duration_seconds: 60, intensity: 'low' },
    { id: 'push', title: 'Push', start_time: 60, duration_seconds: 60, intensity: 'high' },
  ],
  cues: [
    { id: 'a', time_ms: 1000, text: 'Hello and welcome' },
    { id: 'b', time_ms: 10_000, text: 'Push now' },
    { id: 'c', time_ms: 70_000, text: 'And breathe', gain_db: 23.8 },
  ],
  markers: [{ id: 'm', time_ms: 30_000, name: 'Drop' }],
};

const track = (id: string): Material['tracks'][number] => ({
  ...{ id, file: `/${id}.wav`, asset: null, state: 'ready', trouble: null, frames: frames(100 * 48_000) },
  ...{ source: id, gain: 0, grid: { bpm: 120, firstBeat: 1, beatsPerBar: 4 } },
});

const take = (cue: string, seconds: number): Material['takes'][number] => ({
  ...{ cue, coach: null, take: null, state: 'ready', trouble: null, source: cue, frames: frames(seconds * 48_000) },
  ...{ gain: 0, speech: [{ start: frames(0), end: frames(seconds * 48_000) }] },
});

export const MATERIAL: Material = {
  path: '/ride.json',
  tracks: [track('one'), track('two')],
  takes: [take('a', 2), take('b', 1)],
};

export const chosen = (cues: readonly string[], rest: Partial<Selection> = {}): Selection => ({
  ...{ cues: new Set(cues), lead: cues.at(-1) ?? null, segment: null, track: null, marker: null },
  ...rest,
});

/** The ride as the hand sees it. */
export const viewOf = (
  {
    selection = chosen([]),
    snap = 'beat',
    playhead = 0,
  }: Partial<Record<'playhead', number>> & Partial<Pick<HandView, 'selection' | 'snap'>> = {},
  document: WorkoutDocument = RIDE,
): HandView => {
  const { workout } = readWorkoutDocument(document);
  if (!workout) throw new Error('The ride is no workout');
  const view = { document, workout, material: MATERIAL, variant: 'coached' };
  return handView(view, { selection, snap, playhead: frames(playhead) });
};
