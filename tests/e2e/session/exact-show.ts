import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { SessionView } from '../../../src/contract/index.ts';
import type { CuelistDocument, SessionCueDocument } from '../../../src/model/index.ts';
import { writeCoded } from './coded-sound.ts';
import type { Written } from './expected-mix.ts';
import type { SessionWindow } from './session-window.ts';

const SECOND = 48_000;
const crossfade = (duration_ms: number, curve: 'linear' | 'equal-power' | 'raised-cosine-db') => ({
  transition: { type: 'crossfade' as const, duration_ms, curve },
});
const follows = { follow: 'auto-follow' as const };

/**
 * A list that meets its own beginning again and has every kind of transition in it: joins without a gap, crossfades of each
 * curve, gaps, loops, layers, overlaps; cues that wait for GO, and cues that a GO or a skip takes the place of. Lengths are
 * no multiples of anything.
 */
const CUES: readonly (SessionCueDocument & { readonly seconds: number })[] = [
  { id: 'join', seconds: 0.913, ...follows },
  {
    ...{ id: 'faded', seconds: 1.017, ...follows },
    layers: [{ file: '', role: 'voice', gain_db: -3.5, fade_in_ms: 21, fade_out_ms: 33, fade_out_curve: 'linear' }],
  },
  { id: 'power', seconds: 1.131, ...follows, ...crossfade(203, 'equal-power') },
  { id: 'line', seconds: 1.219, ...follows, ...crossfade(317, 'linear') },
  { id: 'cosine', seconds: 1.307, ...follows, ...crossfade(151, 'raised-cosine-db') },
  { id: 'gap', seconds: 0.871, ...follows, transition: { type: 'gap', duration_ms: 123 } },
  {
    ...{ id: 'loop', seconds: 0.953, ...follows },
    layers: [{ file: '', loop: { start_ms: 217, end_ms: 641, crossfade_ms: 27, times: 3 } }],
  },
  {
    ...{ id: 'again', seconds: 0.787, ...follows },
    layers: [{ file: '', trim_start_ms: 111, trim_end_ms: 655, loop: { times: 2 } }],
  },
  {
    ...{ id: 'layers', seconds: 1.093, ...follows },
    layers: [
      { file: '', role: 'voice' },
      { file: '', role: 'background', gain_db: -6, fade_out_ms: 57 },
    ],
  },
  { id: 'overlap', seconds: 0.997, follow: 'auto-continue', post_wait_ms: 307 },
  { id: 'by-hand', seconds: 1.153 },
  { id: 'after-silence', seconds: 0.811 },
  { id: 'gives-way', seconds: 1.677, ...follows, ...crossfade(251, 'equal-power') },
  { id: 'cut', seconds: 1.543, ...follows },
  { id: 'left', seconds: 1.387 },
  { id: 'skipped', seconds: 0.7 },
  { id: 'skipped-too', seconds: 0.7 },
  { id: 'target', seconds: 0.907, ...follows },
  { id: 'last', seconds: 1.111, ...follows, ...crossfade(97, 'linear') },
];

/** Writes the list's coded sounds and gives the list. Each layer has a sound of its own. */
export const writeExactShow = (folder: string): { readonly document: CuelistDocument; readonly written: Written } => {
  mkdirSync(join(folder, 'sounds'), { recursive: true });
  const sounds = new Map<string, { sound: number; frames: number }>();
  const cues = CUES.map(({ seconds, layers = [{ file: '' }], ...cue }) => ({
    ...cue,
    layers: layers!.map((layer, place) => {
      const sound = sounds.size;
      const file = join('sounds', `${cue.id}-${place}.wav`);
      // What lies under a voice is longer than it.
      const frames = Math.round((seconds + place * 0.75) * SECOND) + 7 * sound;
      writeCoded(join(folder, file), sound, frames);
      sounds.set(file, { sound, frames });
      return { ...layer, file };
    }),
  }));
  const document: CuelistDocument = { id: 'exact', name: 'Exact', cues, loop_mode: 'loop' };
  return { document, written: { cues, loops: true, sounds } };
};

/** What the operator does, by what sounds: the cue, how long it has sounded (seconds), and what follows. */
const DEEDS: readonly { readonly cue: string; readonly after: number; readonly does: 'go' | 'skip' }[] = [
  { cue: 'by-hand', after: 0.6, does: 'go' },
  { cue: 'gives-way', after: 0.7, does: 'go' },
  { cue: 'cut', after: 0.8, does: 'go' },
  { cue: 'left', after: 0.5, does: 'skip' },
];

/** Runs the list for so many cues, as an operator who looks at the view: GO, GO in silence, GO over what sounds, skips. */
export const runExactShow = async (show: SessionWindow, cues: number): Promise<void> => {
  await show.call('run.go', {});
  const seen = new Set<number>();
  const done = new Set<number>();
  let quiet = 0;
  for (const end = performance.now() + 20_000 + cues * 3_000; seen.size < cues; ) {
    if (performance.now() > end) throw new Error(`Only ${seen.size} of ${cues} cues were fired in time`);
    const view = await show.view();
    for (const { run } of view.runs) seen.add(run);
    const deed = deedFor(view, done);
    if (deed) {
      done.add(deed.run);
      if (deed.does === 'go') await show.call('run.go', {});
      else await show.call('run.jump', { cue: 'target', fire: true });
    }
    // The last cue but for those that wait: in silence nothing goes on without GO.
    quiet = view.runs.length === 0 ? quiet + 1 : 0;
    if (quiet >= 10) {
      quiet = 0;
      await show.call('run.go', {});
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
};

const deedFor = ({ runs, clock }: SessionView, done: ReadonlySet<number>) => {
  for (const { run, cue, phase, startAt } of runs) {
    const deed = DEEDS.find((each) => each.cue === cue);
    if (deed && phase === 'running' && !done.has(run) && clock.frame - startAt > deed.after * SECOND) {
      return { run, does: deed.does };
    }
  }
  return null;
};
