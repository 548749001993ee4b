import { expect, it } from 'vitest';
import { crc16 } from '../../../src/media/crc16.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

it('gives the published check value of CRC-16/ARC', () => {
  expect(crc16(bytesOf('123456789'))).toBe(0xbb3d);
});

it.each([0, 1, 3, 7, 8, 9, 15, 16, 40])('carries on from %i bytes as if they were one piece', (cut) => {
  const bytes = bytesOf('Five more, keep your shoulders low and breathe out.');
  expect(crc16(bytes.subarray(cut), crc16(bytes.subarray(0, cut)))).toBe(crc16(bytes));
});
