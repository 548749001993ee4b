import { expect, test } from 'vitest';
import { parseWaveform } from '../../../../renderer/waveform/waveform-data.ts';

/** A .dat file, version 2, 8 bit unless said otherwise. */
const dat = (
  values: number[],
  fields: { version?: number; flags?: number; length?: number; channels?: number } = {},
) => {
  const channels = fields.channels ?? 1;
  const bytes = new ArrayBuffer(24 + values.length);
  const header = new DataView(bytes);
  header.setInt32(0, fields.version ?? 2, true);
  header.setUint32(4, fields.flags ?? 1, true);
  header.setInt32(8, 48_000, true);
  header.setInt32(12, 1024, true);
  header.setUint32(16, fields.length ?? values.length / 2 / channels, true);
  header.setInt32(20, channels, true);
  new Int8Array(bytes, 24).set(values);
  return bytes;
};

test('reads frames per point and the pairs', () => {
  const data = parseWaveform(dat([-1, 2, -128, 127]));
  expect(data).toMatchObject({ framesPerPoint: 1024, length: 2 });
  expect([...data.peaks]).toEqual([-1, 2, -128, 127]);
});

test('draws several channels as one outline around all of them', () => {
  const data = parseWaveform(dat([-5, 3, -2, 9, 0, 1, -7, 0], { channels: 2 }));
  expect(data.length).toBe(2);
  expect([...data.peaks]).toEqual([-5, 9, -7, 1]);
});

test('a sound of no points is no error', () => {
  expect(parseWaveform(dat([])).length).toBe(0);
});

test.each([
  ['version 1', dat([0, 0], { version: 1 })],
  ['16 bit', dat([0, 0], { flags: 0 })],
  ['cut off', dat([0, 0], { length: 2 })],
  ['no channels', dat([], { channels: 0, length: 0 })],
  ['shorter than its header', new ArrayBuffer(23)],
])('refuses what is %s', (_, bytes) => {
  expect(() => parseWaveform(bytes)).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'media-damaged' }) }),
  );
});
