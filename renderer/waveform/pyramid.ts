import { WAVEFORM_LEVELS } from '../../src/contract/index.ts';
import type { WaveformData } from './waveform-data.ts';

/** The coarser levels of an outline whose finest level is all there is: a take's, or music that no library knows. */
export const pyramidOf = (finest: WaveformData): readonly WaveformData[] => {
  const levels = [finest];
  for (const framesPerPoint of WAVEFORM_LEVELS) {
    const before = levels.at(-1)!;
    if (framesPerPoint > before.framesPerPoint) levels.push(coarser(before, framesPerPoint / before.framesPerPoint));
  }
  return levels;
};

/** Joins `times` points into one; a last, partial point is kept. */
const coarser = ({ framesPerPoint, length, peaks }: WaveformData, times: number): WaveformData => {
  const count = Math.ceil(length / times);
  const joined = new Int8Array(count * 2);
  for (let point = 0; point < count; point++) {
    let low = 127;
    let high = -128;
    for (let from = point * times; from < Math.min(length, (point + 1) * times); from++) {
      if (peaks[from * 2] < low) low = peaks[from * 2];
      if (peaks[from * 2 + 1] > high) high = peaks[from * 2 + 1];
    }
    joined[point * 2] = low;
    joined[point * 2 + 1] = high;
  }
  return { framesPerPoint: framesPerPoint * times, length: count, peaks: joined };
};

/** Highest sample of an outline, 0..1. */
export const peakOf = ({ peaks, length }: WaveformData): number => {
  let most = 0;
  for (let i = 0; i < length * 2; i++) most = Math.max(most, Math.abs(peaks[i]));
  return Math.min(1, most / 127);
};
