import { describe, expect, it } from 'vitest';
import type { OpenSource, SessionLine } from '../../../src/session/index.ts';
import { lengthHeard, openStage, play, type Stage } from './stage.ts';

const sound = (file: string, more: object = {}, layer: object = {}) => ({
  ...{ layers: [{ file, ...layer }], follow: 'auto-follow' },
  ...more,
});
const list = (cues: unknown[], settings: object = {}) => ({ id: 'l', cues, settings: { audio: settings } });

/** Sources of some files that give nothing for so many milliseconds. */
const slow =
  (delays: Readonly<Record<string, number>>) =>
  (open: OpenSource, wait: (ms: number) => Promise<void>): OpenSource =>
  (file, from) => {
    const source = open(file, from);
    let begun: Promise<void> | null = null;
    return {
      async next(most) {
        begun ??= file in delays ? wait(delays[file]) : Promise.resolve();
        await begun;
        return source.next(most);
      },
      close: () => source.close(),
    };
  };
/** Sources of one file of which the first so many cannot be read. */
const failing =
  (name: string, times: number) =>
  (open: OpenSource): OpenSource => {
    let left = times;
    return (file, from) => {
      const source = open(file, from);
      const fails = file === name && left > 0;
      if (fails) left -= 1;
      return {
        next: (most) => (fails ? Promise.reject(new Error('the drive is gone')) : source.next(most)),
        close: () => source.close(),
      };
    };
  };

const EVENTS: readonly string[] = ['prefetch.ready', 'prefetch.deferred', 'prefetch.failed', 'stream.start', 'perf'];
/** `0.400 0/0 perf: decode took 400 ms`: when, of which layer of which cue. */
const told = ({ lines }: Stage, events = EVENTS): string[] =>
  lines
    .filter(({ event }) => events.includes(event))
    .map(({ at, cue, layer, event, reason }) => `${(at / 48_000).toFixed(2)} ${cue}/${layer} ${event}: ${reason}`);
const until = async (stage: Stage, ms: number): Promise<void> => {
  while (stage.now() < ms * 48) await stage.tick();
};
const first = (stage: Stage, event: SessionLine['event'], cue: number): number =>
  stage.lines.find((line) => line.event === event && line.cue === cue)!.at / 48;

describe('a file that is slow to decode', () => {
  it('is told, and streams from then on in every cue, whatever it is called there', async () => {
    const cues = [sound('3000'), sound('2000'), sound('3001'), sound('02000', { follow: 'stop' })];
    const stage = openStage(list(cues, { prefetch_lead_seconds: 2.5, kept_heads: 0 }), {
      identify: (file) => String(Number(file)),
      sources: slow({ 2000: 400, '02000': 400 }),
    });
    await stage.send({ kind: 'arm' });
    await play(stage, [{ at: 0, event: { kind: 'go' } }], 15_000);
    const lines = told(stage).filter((line) => !line.includes(' 0/0 ') && !line.includes(' 2/0 '));
    expect(lines).toEqual([
      '0.90 1/0 prefetch.ready: Prefetched 1/1 audio tracks for cue',
      '0.90 1/0 perf: decode took 400 ms',
      '7.82 3/0 stream.start: slow decode',
      '8.22 3/0 perf: stream start took 400 ms',
    ]);
    // Its cue waits as long as it may, and its sound comes when it is there; nothing of it is lost.
    expect(first(stage, 'cue.start', 3)).toBeCloseTo(8_001 + 150, 0);
    expect(lengthHeard(stage.heard.get('3/0'))).toBe(96_000);
    await stage.session().close();
  });

  it('streams in a cue that is added later', async () => {
    const cues = [sound('2000', { id: 'a', follow: 'stop' }), sound('1000', { id: 'b', follow: 'stop' })];
    const stage = openStage(list(cues), { sources: slow({ 2000: 400 }) });
    await stage.send({ kind: 'arm' });
    await until(stage, 600);
    await stage.revise(list([...cues, sound('2000', { id: 'c' })]));
    const { facts } = stage.session().state();
    expect(facts['2/0'].decodeTime).toBe(facts['0/0'].decodeTime);
    expect(facts['2/0'].decodeTime).toBeGreaterThanOrEqual(400 * 48);
    await stage.session().close();
  });
});

describe('a cue whose head is not there', () => {
  const cues = [sound('2000', { follow: 'stop' })];

  it('begins with it where it comes within the limit', async () => {
    const stage = openStage(list(cues), { sources: slow({ 2000: 400 }) });
    await stage.send({ kind: 'arm' });
    await play(stage, [{ at: 300, event: { kind: 'go' } }], 4_000);
    expect(first(stage, 'cue.start', 0)).toBe(400);
    expect(told(stage, ['stream.start'])).toEqual([]);
    await stage.session().close();
  });

  it('is streamed after the limit, and says that its head was still to come', async () => {
    const stage = openStage(list(cues), { sources: slow({ 2000: 400 }) });
    await stage.send({ kind: 'arm' });
    await play(stage, [{ at: 100, event: { kind: 'go' } }], 4_000);
    expect(first(stage, 'cue.start', 0)).toBe(250);
    expect(told(stage, ['stream.start'])).toEqual([
      expect.stringMatching(/^0\.2\d 0\/0 stream\.start: prefetch pending$/),
    ]);
    expect(lengthHeard(stage.heard.get('0/0'))).toBe(96_000);
    await stage.session().close();
  });
});

describe('a head that finds no room', () => {
  const settings = { max_buffer_seconds_generic: 0.5 };
  const many = (loop: boolean, ...files: string[]) => ({ layers: files.map((file) => ({ file, loop })) });

  it('is put off once, and its cue streams for want of room', async () => {
    const stage = openStage(list([{ ...many(true, '1000', '1000', '1000'), follow: 'stop' }, sound('2000')], settings));
    await stage.send({ kind: 'arm' });
    const script = [0, 1_500].map((at) => ({ at, event: { kind: 'go' as const } }));
    await play(stage, script, 2_500);
    const lines = told(stage, ['prefetch.deferred', 'stream.start']);
    expect(lines.map((line) => line.slice(5))).toEqual([
      '1/0 prefetch.deferred: buffer limit',
      '1/0 stream.start: buffer limit',
    ]);
    await stage.session().close();
  });

  it('is read when what sounds has left it room', async () => {
    const stage = openStage(
      list([{ ...many(false, '1000', '1000', '2000'), follow: 'auto-follow' }, sound('1500')], settings),
    );
    await stage.send({ kind: 'arm' });
    await play(stage, [{ at: 0, event: { kind: 'go' } }], 6_000);
    const lines = told(stage, ['prefetch.deferred', 'prefetch.ready', 'stream.start']);
    expect(lines.filter((line) => line.includes(' 1/0 ')).map((line) => line.slice(5))).toEqual([
      '1/0 prefetch.deferred: buffer limit',
      '1/0 prefetch.ready: Prefetched 1/1 audio tracks for cue',
    ]);
    expect(lengthHeard(stage.heard.get('1/0'))).toBe(72_000);
    await stage.session().close();
  });
});

describe('a head that cannot be read', () => {
  it('gives its room back, and is tried again after a second', async () => {
    const stage = openStage(list([sound('2000', { follow: 'stop' })]), { sources: failing('2000', 1) });
    await stage.send({ kind: 'arm' });
    await until(stage, 500);
    expect(told(stage)).toEqual(['0.02 0/0 prefetch.failed: the drive is gone']);
    expect(stage.session().residents()).toEqual([]);
    expect(stage.opened()).toBe(0);
    await until(stage, 1_100);
    expect(told(stage).slice(1)).toEqual([expect.stringMatching(/^1\.0\d 0\/0 prefetch\.ready: Prefetched 1\/1 /)]);
    await play(stage, [{ at: 1_200, event: { kind: 'go' } }], 4_000);
    expect(lengthHeard(stage.heard.get('0/0'))).toBe(96_000);
    await stage.session().close();
  });

  it('is tried three times ahead of its cue and once at it, and the list goes on', async () => {
    const stage = openStage(list([sound('2000'), sound('1000')]), { sources: failing('2000', 9) });
    await stage.send({ kind: 'arm' });
    await until(stage, 5_000);
    const tries = told(stage, ['prefetch.failed']);
    expect(tries.map((line) => line.slice(0, 3))).toEqual(['0.0', '1.0', '2.0']);
    await play(stage, [{ at: 5_000, event: { kind: 'go' } }], 8_000);
    expect(told(stage, ['cue.broken'])).toEqual([
      expect.stringMatching(/^5\.\d\d 0\/0 cue\.broken: the drive is gone$/),
    ]);
    expect(lengthHeard(stage.heard.get('1/0'))).toBe(48_000);
    await stage.session().close();
  });
});
