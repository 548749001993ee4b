import { expect, it } from 'vitest';
import { decibels, frames } from '../../../src/model/index.ts';
// Past the face: judging is the renderer's own.
import type { Deliverable } from '../../../src/render/deliverable.ts';
import { checkFailed, judge } from '../../../src/render/judge-file.ts';
import type { CheckResult, FoundMoment } from '../../../src/render/render-protocol.ts';

const LENGTH = 960_000;
const ride = {
  ...{ content: 'mix', target: null, encoding: { format: 'mp3', bitrate: 320, voice: false } },
  plan: { length: frames(LENGTH), limiter: { ceiling: decibels(-1) } },
} as unknown as Deliverable;
const at = (seconds: number, milliseconds: number | null, match: number): FoundMoment => ({
  ...{ id: `c${seconds}`, at: seconds * 48_000, milliseconds, match },
});
const measured = (offsets: FoundMoment[], foreground: CheckResult['foreground'] = 'cues'): CheckResult => ({
  ...{ frames: LENGTH, lufs: -14, lra: 4, maxMomentary: -12, maxShortTerm: -13, dbtp: -2, clippedFrames: 0 },
  ...{ silentFrames: 0, firstSilence: null, energies: new Float64Array(0), peaks: new Float32Array(0) },
  ...{ foreground, offsets },
});
const said = (result: CheckResult): string | null => {
  const failed = judge(ride, result).filter(({ passed }) => !passed);
  return failed.length === 0 ? null : checkFailed('ride.mp3', failed, result).message.split('kept: ')[1];
};

it('passes what is found at its place, and what the mix cannot show', () => {
  expect(said(measured([at(1, 0, 0.99), at(2, -1, 0.9), at(3, null, 0)]))).toBeNull();
  expect(said(measured([]))).toBeNull();
});

it('fails what is not found, wherever it is likest', () => {
  for (const match of [0, 0.1, -0.2]) expect(said(measured([at(1, 0, match)]))).toBe('cue c1 at 1.0 s was not found');
  expect(said(measured([at(1, 0, 0.1), at(2, 0, 1), at(3, -9.9, 0.1)]))).toBe(
    'cue c1 at 1.0 s was not found, and 1 more',
  );
  expect(said(measured([at(5, 0, 0)], 'music'))).toBe('the music at 5.0 s was not found');
});

it('fails what is over a millisecond off, beside what is not found', () => {
  expect(said(measured([at(1, 0, 1), at(2, -2.5, 0.9)]))).toBe('cue c2 at 2.0 s is 2.5 ms early');
  expect(said(measured([at(1, 3, 1), at(2, 3, 0.9), at(4, 8, 0.02)]))).toBe(
    'cue c4 at 4.0 s was not found; cue c1 at 1.0 s is 3.0 ms late, and 1 more',
  );
});
