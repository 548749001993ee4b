import { type Decibels, type Fade, type Frames, frames } from '../model/index.ts';
import type { LayerFacts } from '../plan/index.ts';
import { type CueMap, carryOver, cueMap, cueMark, type SessionSnapshot, type SoundMark } from './carry-over.ts';
import type { PlayingSounds } from './playing-sounds.ts';
import type { CueRun, RunnerState, Show } from './runner-state.ts';
import { fadedTo, type Playing } from './sound-acts.ts';
import type { SoundStore } from './sound-store.ts';

/** A session as it stands, to go on with. */
export const takeSnapshot = (session: {
  readonly show: Show;
  readonly state: RunnerState;
  readonly now: Frames;
  readonly heardTo: Frames;
  readonly playing: PlayingSounds;
  readonly store: SoundStore;
  readonly facts: (cue: number, layer: number) => LayerFacts;
}): SessionSnapshot => {
  const { show, state, now, heardTo, playing, store, facts } = session;
  const cues = new Set(state.runs.flatMap(({ cue, order }) => [cue, ...order]));
  if (state.playhead !== null) cues.add(state.playhead);
  for (const group of Object.keys(state.passes)) cues.add(Number(group));
  const all = playing.all().filter(({ leaving, key }) => !leaving?.cut && (leaving === null || store.has(key)));
  for (const { cue } of all) cues.add(cue);
  return {
    ...{ version: 1, seed: show.seed, heard: heardTo, now, state: { ...state, facts: {} } },
    cues: [...cues].map((cue) => cueMark(show.steps[cue])),
    sounds: all
      .filter((place) => place.end === null || place.played < place.end.after)
      .map((place) => ({
        ...{ run: place.run, cue: place.cue, layer: place.layer, played: frames(place.played) },
        file: facts(place.cue, place.layer).frames,
        ...{ leaving: place.leaving !== null, after: place.end === null ? null : frames(place.end.after) },
        ...{ fadedTo: fadedTo(place, now), streamed: place.streamed },
      })),
  };
};

/** What a session goes on with of another one's state. Nothing is ready: its sounds are opened anew; its clock is another. */
export const restoreState = (
  snapshot: SessionSnapshot,
  show: Show,
): { readonly state: RunnerState; readonly map: CueMap; readonly gone: readonly CueRun[] } => {
  const map = cueMap(snapshot.cues, show);
  const { state: carried, gone } = carryOver(snapshot.state, map, show);
  const runs = carried.runs.map((run) => ({
    ...run,
    layers: run.layers.map((layer) => ({ ...layer, ready: false })),
  }));
  const { playhead } = snapshot.state;
  const next = playhead === null ? null : map.cue(playhead);
  return { state: { ...carried, runs, playhead: next, lastGoMs: null }, map, gone };
};

/** The sounds that go on, of cues as they are numbered here. */
export const soundsLeft = ({ sounds }: SessionSnapshot, map: CueMap, gone: readonly CueRun[]): SoundMark[] => {
  const left = new Set(gone.map(({ run }) => run));
  return sounds.flatMap((mark) => {
    const here = map.cue(mark.cue);
    return left.has(mark.run) || here === null || !map.layer(mark.cue, mark.layer) ? [] : [{ ...mark, cue: here }];
  });
};

/** A sound as it was left; `fadeOut`: to its end. */
export const restoreSound = (
  { run, cue, layer, played, leaving, after, fadedTo: level, streamed }: SoundMark,
  playing: PlayingSounds,
  { gain, fadeOut, now }: { readonly gain: Decibels; readonly fadeOut: Fade; readonly now: Frames },
): Playing => {
  const place = playing.add({ key: `${run}/${layer}`, run, cue, layer, gain, played, streamed });
  const none = { length: frames(0), curve: fadeOut.curve };
  if (after !== null) place.end = { after, fadeOut };
  if (level !== 0) place.fade = { from: level, to: level, at: 0, fade: none };
  if (leaving) place.leaving = { at: now, cut: false };
  return place;
};
