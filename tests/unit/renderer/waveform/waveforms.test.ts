import { expect, test, vi } from 'vitest';
import { createWaveforms } from '../../../../renderer/waveform/waveforms.ts';

/** A .dat of `points` points. */
const dat = (framesPerPoint: number, points: number): ArrayBuffer => {
  const bytes = new ArrayBuffer(24 + points * 2);
  const header = new DataView(bytes);
  header.setInt32(0, 2, true);
  header.setUint32(4, 1, true);
  header.setInt32(12, framesPerPoint, true);
  header.setUint32(16, points, true);
  header.setInt32(20, 1, true);
  return bytes;
};
const level = (path: string): number => Number(path.split('/').at(-1));
const never = new AbortController().signal;
const id = (digit: string): string => digit.repeat(32);

test('asks once, however many want it at a time and afterwards', async () => {
  const load = vi.fn(async (path: string) => dat(level(path), 10));
  const waveforms = createWaveforms(load);
  const [one, two] = await Promise.all([waveforms.fetch(id('a'), 1024, never), waveforms.fetch(id('a'), 1024, never)]);
  expect(one).toBe(two);
  expect(await waveforms.fetch(id('a'), 1024, never)).toBe(one);
  expect(load).toHaveBeenCalledTimes(1);
  expect(load.mock.calls[0][0]).toBe(`/media/waveform/${id('a')}/1024`);
});

test('offers a coarser level while a finer one is on its way', async () => {
  const waveforms = createWaveforms(async (path) => dat(level(path), 10));
  expect(waveforms.peek(id('a'), 256)).toBeNull();
  await waveforms.fetch(id('a'), 16_384, never);
  await waveforms.fetch(id('a'), 1024, never);
  expect(waveforms.peek(id('a'), 256)?.framesPerPoint).toBe(1024);
  expect(waveforms.peek(id('a'), 4096)?.framesPerPoint).toBe(16_384);
});

test('lets go of the request with the last one who waited', async () => {
  let seen: AbortSignal | undefined;
  const waveforms = createWaveforms((_, signal) => {
    seen = signal;
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });
  const [first, second] = [new AbortController(), new AbortController()];
  const one = waveforms.fetch(id('a'), 256, first.signal);
  const two = waveforms.fetch(id('a'), 256, second.signal);
  first.abort();
  await expect(one).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(seen?.aborted).toBe(false);
  second.abort();
  await expect(two).rejects.toMatchObject({ failure: { code: 'cancelled' } });
  expect(seen?.aborted).toBe(true);
});

test('asks again after a failure', async () => {
  const load = vi.fn(async (path: string) => dat(level(path), 1));
  load.mockRejectedValueOnce(new Error('not measured yet'));
  const waveforms = createWaveforms(load);
  await expect(waveforms.fetch(id('a'), 256, never)).rejects.toThrow('not measured yet');
  expect((await waveforms.fetch(id('a'), 256, never)).length).toBe(1);
});

test('forgets what was looked at longest ago when room is short', async () => {
  const waveforms = createWaveforms(async (path) => dat(level(path), 50), 250);
  await waveforms.fetch(id('a'), 256, never);
  await waveforms.fetch(id('b'), 256, never);
  waveforms.peek(id('a'), 256);
  await waveforms.fetch(id('c'), 256, never);
  expect(waveforms.peek(id('a'), 256)).not.toBeNull();
  expect(waveforms.peek(id('b'), 256)).toBeNull();
  expect(waveforms.peek(id('c'), 256)).not.toBeNull();
});
