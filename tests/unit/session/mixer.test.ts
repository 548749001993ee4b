import { describe, expect, it } from 'vitest';
import { expectedSample, openStage, play, type Stage } from './stage.ts';

const sound = (name: string, file: number, more: object = {}, layer: object = {}) => ({
  ...{ id: name, name, layers: [{ role: 'generic', file: String(file), ...layer }], follow: 'auto-follow' },
  ...more,
});
const list = (cues: unknown[], more: object = {}) => ({ id: 'l', cues, ...more });
const GO = { at: 20, event: { kind: 'go' } } as const;
/** What was heard of a layer, as spans of it that follow each other without a gap: `from-to@session frame`. */
const spans = (stage: Stage, key: string): string[] => {
  const joined: { at: number; from: number; to: number }[] = [];
  for (const { at, from, length } of stage.heard.get(key) ?? []) {
    const last = joined.at(-1);
    if (last && last.to === from && last.at + last.to - last.from === at) last.to = from + length;
    else joined.push({ at, from, to: from + length });
  }
  return joined.map(({ at, from, to }) => `${from}-${to}@${at}`);
};
const sampled = (stage: Stage): void => {
  for (const [key, pieces] of stage.heard)
    for (const { from, samples } of pieces)
      for (let i = 0; i < samples.length; i += 2) {
        const passes = stage.commands.findLast((each) => each.kind === 'end' && `${each.run}/${each.layer}` === key);
        const wanted = expectedSample(
          stage.layers.get(key)!,
          from + i / 2,
          passes?.kind === 'end' ? passes.passes : null,
        );
        if (samples[i] !== wanted) expect(`${key} ${from + i / 2}: ${samples[i]}`).toBe(`${wanted}`);
      }
};

describe('a session and its mixer', () => {
  it('has its sounds at the mixer before their cue, and joins them at the frame', async () => {
    const stage = openStage(list([sound('a', 1000), sound('b', 500), sound('c', 700)]));
    await play(stage, [{ ...GO, at: 100 }], 4000);
    expect(['0/0', '1/0', '2/0'].map((key) => spans(stage, key))).toEqual([
      ['0-48000@4800'],
      ['0-24000@52800'],
      ['0-33600@76800'],
    ]);
    expect(stage.lines.filter(({ event }) => event === 'late' || event === 'underrun')).toEqual([]);
    sampled(stage);
  });

  it('goes on at the same sample with another mixer, paused or not, and with what follows', async () => {
    const stage = openStage(list([sound('a', 1000, {}, { loop: { times: 3 } }), sound('b', 500)]));
    await play(stage, [GO, { at: 700, mixer: 3 }], 2000);
    await stage.send({ kind: 'pause', run: null });
    await play(stage, [{ at: 2100, mixer: 1 }], 2400);
    await stage.send({ kind: 'resume', run: null });
    await play(stage, [{ at: 3500, mixer: 0 }], 9000);
    const pieces = [...stage.heard.get('0/0')!, ...stage.heard.get('1/0')!];
    expect(stage.heard.get('0/0')!.map(({ from }) => from)).toEqual(
      stage.heard.get('0/0')!.map((_, i, all) => all.slice(0, i).reduce((sum, { length }) => sum + length, 0)),
    );
    expect(pieces.reduce((sum, { length }) => sum + length, 0)).toBe(144_000 + 24_000);
    const last = stage.heard.get('0/0')!.at(-1)!;
    expect(stage.heard.get('1/0')![0].at).toBe(last.at + last.length);
    sampled(stage);
  });

  it('goes on after a crash at the same moment of the same cue, loops and fades too', async () => {
    const cues = [
      { ...sound('bed', 300, { follow: 'auto-continue' }, { loop: true }) },
      { id: 'g', name: 'g', mode: 'sequence', cues: [sound('a', 900), sound('b', 800)], follow: 'stop' },
      sound('last', 100),
    ];
    const stage = openStage(list(cues));
    const fade = { length: 4800, curve: 'linear' } as never;
    await play(
      stage,
      [GO, { at: 200, event: { kind: 'fade', run: 0, to: -6 as never, fade } }, { at: 1234, crash: 0 }],
      1300,
    );
    expect(
      stage
        .session()
        .sounds()
        .map(({ run, fadedTo }) => [run, fadedTo]),
    ).toContainEqual([0, -6]);
    await play(stage, [], 2500);
    for (const key of ['2/0', '3/0']) {
      const [first] = stage.heard.get(key)!;
      expect(first.from).toBe(0);
      expect(stage.heard.get(key)!.reduce((sum, { length }) => sum + length, 0)).toBe(key === '2/0' ? 43_200 : 38_400);
    }
    const end = stage.heard.get('2/0')!.at(-1)!;
    expect(stage.heard.get('3/0')![0].at).toBe(end.at + end.length);
    sampled(stage);
  });

  it('comes later by as much as the mixer began late, and loses nothing', async () => {
    const stage = openStage(list([sound('a', 1000), sound('b', 500)]));
    await play(stage, [{ at: 0, slow: true }, GO], 3000);
    expect(stage.lines.some(({ event }) => event === 'late')).toBe(true);
    expect(spans(stage, '0/0')).toHaveLength(1);
    const [, at] = spans(stage, '0/0')[0].split('@').map(Number);
    expect(spans(stage, '0/0')).toEqual([`0-48000@${at}`]);
    expect(spans(stage, '1/0')).toEqual([`0-24000@${at + 48_000}`]);
  });

  it('does not take back what may have begun by then', async () => {
    const cues = [sound('a', 1000, { follow: 'auto-continue' }), sound('b', 500, { pre_wait_ms: 26, follow: 'stop' })];
    const stage = openStage(list(cues));
    await play(stage, [{ at: 0, slow: true }, GO], 3000);
    expect(stage.lines.some(({ event }) => event === 'late')).toBe(true);
    expect(spans(stage, '1/0').map((span) => span.split('@')[0])).toEqual(['0-24000']);
    sampled(stage);
  });

  it('plays another list where the cue that sounds is the same, and fades out what is gone', async () => {
    const cues = [sound('a', 2000, { follow: 'auto-continue' }), sound('b', 2000, { follow: 'stop' }), sound('c', 300)];
    const stage = openStage(list(cues));
    await play(stage, [GO, { at: 500, list: list([sound('new', 100), cues[2], { ...cues[0], name: 'A' }]) }], 1000);
    expect(spans(stage, '0/0')).toHaveLength(1);
    expect(
      stage
        .session()
        .state()
        .runs.map(({ cue }) => cue),
    ).toEqual([2]);
    expect(stage.heard.get('1/0')!.reduce((sum, { length }) => sum + length, 0)).toBe(23_280);
    expect(stage.session().state().playhead).toBe(1);
    await play(stage, [], 3000);
    expect(spans(stage, '0/0')).toEqual(['0-96000@960']);
    expect(stage.lines.findLast(({ event, cue }) => event === 'cue.end' && cue === 2)?.at).toBe(96_960);
  });

  it('keeps the heads of what was heard, for when it is heard again', async () => {
    const settings = { audio: { prefetch_lead_seconds: 0 } };
    const stage = openStage(list([sound('a', 3000, { follow: 'stop' })], { settings }), { identify: (file) => file });
    await play(stage, [GO, { at: 1500, event: { kind: 'stop', run: null, fade: null } }], 1700);
    expect(stage.session().held().kept).toBe(48_000);
    const { opens } = stage;
    const before = opens();
    await stage.send({ kind: 'jump', cue: 0, fire: true });
    await play(stage, [], 6000);
    expect(spans(stage, '1/0')[0]).toMatch(/^0-144000@/);
    expect(opens()).toBe(before + 1);
    expect(stage.lines.filter(({ event, run }) => event === 'stream.start' && run === 1)).toEqual([]);
    sampled(stage);
  });

  it('gives a lowered budget back, of what is kept first', async () => {
    const cues = [sound('a', 9000, { follow: 'stop' }), sound('b', 9000, { follow: 'stop' })];
    const stage = openStage(list(cues), { identify: (file) => file });
    await play(stage, [GO], 3000);
    expect(stage.session().held().generic).toBeGreaterThan(200_000);
    const low = { audio: { max_buffer_seconds_generic: 1.5, max_buffer_seconds_total: 2 } };
    await stage.revise(list(cues, { settings: low }));
    await play(stage, [], 5500);
    const { generic, kept } = stage.session().held();
    expect(generic).toBeLessThanOrEqual(72_000);
    expect(generic + kept).toBeLessThanOrEqual(96_000);
    expect(stage.heard.get('0/0')!.reduce((sum, { length }) => sum + length, 0)).toBe(stage.now() - 960);
  });

  it('tells fades and stops of control cues ahead of their frame, and takes them back where they do not come', async () => {
    const act = (does: string, more: object) => ({
      control: { does, ...more },
      pre_wait_ms: 500,
      follow: 'auto-continue',
    });
    const cues = [
      sound('bed', 9000, { follow: 'auto-continue' }),
      act('fade', { target: 'bed', gain_db: -12, duration_ms: 400 }),
      { ...act('stop', { target: 'bed', duration_ms: 300 }), pre_wait_ms: 1000, follow: 'stop' },
    ];
    const stage = openStage(list(cues));
    await play(stage, [GO], 2500);
    const fades = stage.told.flatMap(({ act: each, at, given }) =>
      each.kind === 'fade' ? [{ ...each, at, given }] : [],
    );
    // Once each, on the frame, before it came.
    expect(fades.map(({ at, to, fade }) => [at, to, fade.length])).toEqual([
      [960 + 24_000, -12, 19_200],
      [960 + 72_000, Number.NEGATIVE_INFINITY, 14_400],
    ]);
    for (const { at, given } of fades) expect(given).toBeLessThanOrEqual(at - 4_800);
    const stops = stage.told.filter(({ act: each }) => each.kind === 'stop');
    expect(stops.map(({ at, act: each }) => [at, each.kind === 'stop' && each.fade.length])).toEqual([[87_360, 0]]);

    // Paused just before: the fade is taken back, and comes as much later.
    const paused = openStage(list(cues.slice(0, 2)));
    await play(paused, [GO], 440);
    await paused.send({ kind: 'pause', run: 1 });
    await play(paused, [{ at: 1000, event: { kind: 'resume', run: 1 } }], 2500);
    expect(
      paused.told.flatMap(({ act: each, at }) => (each.kind === 'fade' ? [[at, each.to, each.fade.length]] : [])),
    ).toEqual([
      [24_960, -12, 19_200],
      [24_960, 0, 0],
      [24_960 + 26_880, -12, 19_200],
    ]);
  });

  it('lets a fade stand while there is no mixer', async () => {
    const stage = openStage(list([sound('a', 9000)]));
    const fade = { length: 48_000, curve: 'linear' } as never;
    await play(stage, [GO, { at: 500, event: { kind: 'fade', run: 0, to: -20 as never, fade } }], 1000);
    const [before] = stage.session().sounds();
    await stage.replaceMixer(3);
    for (let tick = 0; tick < 10; tick += 1) await stage.tick();
    const [after] = stage.session().sounds();
    expect(before.fadedTo).toBeCloseTo(-10, 5);
    const passed = ((after.played as number) - (before.played as number)) / 48_000;
    expect(passed).toBeGreaterThan(0.1);
    expect(after.fadedTo).toBeCloseTo(-10 - 20 * passed, 1);
  });

  it('says what is silent because all voices are taken, and sounds it when one is free', async () => {
    const layers = Array.from({ length: 34 }, (_, place) => {
      const length = place === 5 ? 200 : place < 32 ? 1500 : 400;
      return { role: 'generic', file: String(length) };
    });
    const settings = { audio: { max_buffer_seconds_generic: 60, max_buffer_seconds_total: 90 } };
    const stage = openStage(list([{ ...sound('a', 0), layers, follow: 'stop' }], { settings }));
    await play(stage, [GO], 3000);
    const said = stage.lines.filter(({ event }) => event === 'voices.taken');
    const reason = 'All 32 voices of the mixer are taken: it is silent until one is free';
    expect(said).toMatchObject([32, 33].map((layer) => ({ cue: 0, run: 0, layer, reason })));
    for (const place of [0, 5, 31]) expect(spans(stage, `0/${place}`)).toHaveLength(1);
    // The voice that ended after 200 ms was theirs then, one after the other.
    const [first, second] = ['0/32', '0/33'].map((key) => spans(stage, key));
    expect([first, second].map((each) => each.map((span) => span.split('@')[0]))).toEqual([['0-19200'], ['0-19200']]);
    expect(Number(first[0].split('@')[1])).toBeGreaterThanOrEqual(960 + 9_600);
  });
});
