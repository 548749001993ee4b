import { describe, expect, it } from 'vitest';
import { frames } from '../../../../src/model/index.ts';
import { createAlarms, type Watched, type WatchedRun } from '../../../../src/studio/run/alarms.ts';

const run = (more: Partial<WatchedRun> = {}): WatchedRun => ({
  ...{ run: 7, cue: 'rain', title: '3 “Rain”', shouldSound: true, startAt: frames(48_000), peak: 0, broken: null },
  ...more,
});
const scene = (more: Partial<Watched> = {}): Watched => ({
  ...{ armed: true, frame: frames(48_000), runs: [], nextBroken: null, saveTrouble: null },
  output: { state: 'open', device: 'Main', underruns: 0 },
  ...more,
});
const kinds = (alarms: readonly { kind: string }[]): string[] => alarms.map(({ kind }) => kind);

describe('the alarms of a show', () => {
  it('tells of a cue that was fired and is silent, until it is heard', () => {
    const alarms = createAlarms();
    expect(alarms.look(scene({ runs: [run()], frame: frames(71_999) }), 1_000)).toEqual([]);
    const dead = alarms.look(scene({ runs: [run()], frame: frames(72_000) }), 1_500);
    expect(dead).toEqual([
      { kind: 'dead-cue', message: '3 “Rain” was fired and is silent', cue: 'rain', since: 1_500 },
    ]);
    expect(alarms.look(scene({ runs: [run()], frame: frames(90_000) }), 1_900)[0].since).toBe(1_500);
    expect(alarms.look(scene({ runs: [run({ peak: 0.01 })], frame: frames(96_000) }), 2_000)).toEqual([]);
    // Heard once, it may be quiet.
    expect(alarms.look(scene({ runs: [run()], frame: frames(192_000) }), 4_000)).toEqual([]);
  });

  it('is not worried by what is paused, faded to nothing, or waits for a mixer', () => {
    const alarms = createAlarms();
    const still = run({ shouldSound: false });
    expect(alarms.look(scene({ runs: [still], frame: frames(480_000) }), 1_000)).toEqual([]);
    expect(alarms.look(scene({ runs: [still], frame: frames(4_800_000) }), 100_000)).toEqual([]);
    expect(alarms.look(scene({ runs: [run()], frame: frames(48_100) }), 200_000)).toEqual([]);
  });

  it('tells of five seconds of silence, where something should sound', () => {
    const alarms = createAlarms();
    const quiet = { frame: frames(48_000), runs: [run({ peak: 0.2 })] };
    expect(alarms.look(scene(quiet), 0)).toEqual([]);
    const silent = scene({ ...quiet, runs: [run()] });
    expect(kinds(alarms.look(silent, 4_999))).toEqual([]);
    expect(kinds(alarms.look(silent, 5_000))).toEqual(['silence']);
    expect(alarms.look(scene(quiet), 5_100)).toEqual([]);
    expect(alarms.look(scene({ runs: [] }), 60_000)).toEqual([]);
    expect(alarms.look({ ...silent, armed: false }, 90_000)).toEqual([]);
  });

  it('tells of the output, where it matters', () => {
    const alarms = createAlarms();
    const gone = { output: { state: 'none', device: '', underruns: 0 } } as const;
    expect(kinds(alarms.look(scene(gone), 0))).toEqual(['output-lost']);
    expect(alarms.look(scene({ ...gone, armed: false }), 0)).toEqual([]);
    const lost = { output: { state: 'lost', device: 'Main', underruns: 0 } } as const;
    expect(alarms.look(scene(lost), 0)[0].message).toBe('Main is gone');
    const other = { output: { state: 'fallback', device: 'Laptop', underruns: 0 } } as const;
    expect(alarms.look(scene(other), 0)[0].message).toBe('The output fell back to Laptop');
  });

  it('tells of under-runs for ten seconds after the last, and of what is broken or not saved while it is', () => {
    const alarms = createAlarms();
    const ran = (underruns: number, at: number) =>
      kinds(alarms.look(scene({ output: { state: 'open', device: 'Main', underruns } }), at));
    expect(ran(0, 0)).toEqual([]);
    expect(ran(1, 1_000)).toEqual(['under-run']);
    expect(ran(2, 9_000)).toEqual(['under-run']);
    expect(ran(2, 18_999)).toEqual(['under-run']);
    expect(ran(2, 19_000)).toEqual([]);
    const broken = scene({ runs: [run({ broken: 'no rain.wav' })], saveTrouble: 'the disk is full' });
    expect(kinds(alarms.look(broken, 20_000))).toEqual(['broken-cue', 'not-saved']);
    expect(alarms.look(scene(), 20_100)).toEqual([]);
  });
});
