import { describe, expect, it } from 'vitest';
import { type Frames, readCuelistDocument } from '../../../src/model/index.ts';
import { childOrder, cueLength, cuelistSteps, type Facts, junctions, UNKNOWN_FACTS } from '../../../src/plan/index.ts';

const listOf = (cues: unknown[], more: object = {}) => {
  const { cuelist, problems } = readCuelistDocument({ id: 'l', cues, ...more });
  expect(problems).toEqual([]);
  return cuelist!;
};
/** Every file is 10 s long and 1 MB. */
const facts: Facts = () => ({ ...UNKNOWN_FACTS, frames: 480_000 as Frames, bytes: 1_048_576 });
const sound = (name: string, more: object = {}, layer: object = {}) => ({
  ...{ id: name, layers: [{ file: `${name}.wav`, ...layer }], follow: 'auto-follow' },
  ...more,
});
const verdicts = (cues: unknown[], more: object = {}, known = facts): string[] =>
  junctions(listOf(cues, more), known).map(({ kind, length, reason }) => `${kind} ${length / 48} ${reason}`);

describe('the verdict of a junction', () => {
  it('says gapless, crossfade, gap, together and GO, each with its reason', () => {
    const cues = [
      sound('a'),
      sound('b', { transition: { type: 'crossfade', duration_ms: 3000 } }),
      sound('c', { transition: { type: 'gap', duration_ms: 250 }, post_wait_ms: 50 }),
      sound('d', { follow: 'auto-continue', post_wait_ms: 100 }),
      sound('e', { follow: 'stop' }),
      sound('f', {}, { fade_out_ms: 500 }),
      sound('g', { duration_seconds: 12, transition: { type: 'crossfade', duration_ms: 20_000 } }),
      sound('h'),
    ];
    expect(verdicts(cues, { loop_mode: 'loop' })).toEqual([
      'gapless 0 joined at the exact frame',
      'crossfade 3000 both sound for 3000 ms',
      'gap 300 a gap of 250 ms is asked for; “c” has a post-wait of 50 ms',
      'together 100 “e” begins 100 ms after it',
      'go 0 “f” waits for GO',
      'gapless 0 joined at the exact frame; it fades out over 500 ms',
      'crossfade 10000 both sound for 10000 ms, not 20000 ms: one of them is no longer',
      'gapless 0 joined at the exact frame',
    ]);
  });

  it('counts waits, silence before the end, broken and streamed files as gaps', () => {
    const cues = [
      sound('a', { duration_seconds: 10.5 }),
      sound('b', { transition: { type: 'crossfade' } }),
      sound('c', { pre_wait_ms: 20 }),
      sound('broken', { duration_seconds: 2 }),
      sound('loops', {}, { loop: true }),
      sound('large'),
    ];
    const known: Facts = (cue) => ({
      ...facts(cue, 0),
      ...(cue === 3 && { broken: 'broken.wav is not there' }),
      ...(cue === 5 && { bytes: 80 * 1_048_576 }),
    });
    expect(verdicts(cues, { loop_mode: 'loop' }, known)).toEqual([
      'gap 500 the sound of “a” ends 500 ms before its time is up',
      'gap 20 “c” has a pre-wait of 20 ms',
      'gap 2000 “broken” is silent: broken.wav is not there',
      'gap 2000 the sound of “broken” ends 2000 ms before its time is up',
      'go 0 “loops” loops until it is let go: GO, or a devamp, leads on',
      'gapless 0 joined at the exact frame',
    ]);
    expect(verdicts([sound('a'), sound('b')], {}, (cue) => ({ ...facts(cue, 0), bytes: cue * 1e8 }))).toEqual([
      'gap 150 up to 150 ms: b.wav is over 64 MB and is opened at its cue',
    ]);
  });

  it('says of a crossfade that what comes in is opened at its cue', () => {
    const cues = [sound('a', { transition: { type: 'crossfade', duration_ms: 3000 } }), sound('b')];
    const slow: Facts = (cue) => ({ ...facts(cue, 0), decodeTime: (cue * 20_000) as Frames });
    expect(verdicts(cues, {}, slow)).toEqual([
      'crossfade 3000 both sound for 3000 ms; b.wav took over 350 ms to decode and is opened at its cue',
    ]);
  });
});

describe('how long a cue is', () => {
  it('counts the voice, loops, trims and groups', () => {
    const cues = [
      { layers: [{ file: 'a', role: 'voice', trim_start_ms: 1000, trim_end_ms: 4000 }, { file: 'b' }] },
      { layers: [{ file: 'a', loop: { start_ms: 2000, end_ms: 5000, crossfade_ms: 500, times: 3 } }] },
      { layers: [{ file: 'a', loop: true }] },
      {
        cues: [
          sound('x'),
          sound('y', { transition: { type: 'gap', duration_ms: 1000 } }),
          sound('z', { pre_wait_ms: 500 }),
        ],
      },
      { mode: 'together', cues: [sound('p', { pre_wait_ms: 100 }), sound('q')] },
    ];
    const steps = cuelistSteps(listOf(cues));
    const top = steps.filter(({ group }) => group === null);
    expect(top.map((step) => cueLength(step, steps, facts))).toEqual([
      144_000,
      480_000 + 2 * 120_000,
      null,
      31.5 * 48_000,
      484_800,
    ]);
  });

  it('shuffles a playlist by its seed, each pass anew, losing none', () => {
    const steps = cuelistSteps(
      listOf([{ mode: 'playlist', shuffle: true, cues: Array.from({ length: 9 }, () => ({ name: 'm' })) }]),
    );
    const orders = Array.from({ length: 20 }, (_, pass) => childOrder(steps[0], pass, 7));
    for (const order of orders) expect([...order].sort((a, b) => a - b)).toEqual(steps[0].children);
    expect(new Set(orders.map(String)).size).toBeGreaterThan(15);
    expect(childOrder(steps[0], 3, 7)).toEqual(orders[3]);
  });
});
