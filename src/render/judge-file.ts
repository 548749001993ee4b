import { CueforgeError, ENGINE_RATE, isLimiting } from '../model/index.ts';
import { VARIANT_TOLERANCE_LU, WORKOUT_TOLERANCE_LU } from '../plan/index.ts';
import type { Deliverable } from './deliverable.ts';
import { LEAST_MATCH } from './find-offset.ts';
import { isLossless } from './formats.ts';
import type { CheckResult, FoundMoment } from './render-protocol.ts';

/** One line of a file's check: what was measured against what was asked. */
export interface Check {
  readonly name: 'duration' | 'loudness' | 'true-peak' | 'clipping' | 'silence' | 'cue-offsets';
  readonly passed: boolean;
  readonly measured: number;
  readonly asked: number;
  readonly unit: 'frames' | 'LUFS' | 'dBTP' | 'ms';
}

/** Cue offsets: a tenth of what an ear notices. */
const OFFSET_TOLERANCE_MS = 1;

/**
 * What a file measured against what was asked of it. Clipping: three frames in a row at full scale, as EBU R 128 meters
 * count it; stems without a limiter may go over it. Silence: frames of digital silence where the mix sounds. Cue offsets:
 * how far what was found is from its place at most; what was not found at all fails whatever that says.
 */
export const judge = ({ plan, target, content, encoding }: Deliverable, measured: CheckResult): Check[] => {
  const slack = isLossless(encoding.format) ? 0 : encoding.voice ? 2 : 1;
  const offsets = measured.offsets.filter(({ milliseconds }) => milliseconds !== null);
  const worst = Math.max(0, ...offsets.map(({ milliseconds }) => Math.abs(milliseconds ?? 0)));
  const placed = offsets.every((moment) => !isLost(moment) && !isOff(moment));
  const tolerance = content === 'music' ? WORKOUT_TOLERANCE_LU : VARIANT_TOLERANCE_LU;
  const ceiling = plan.limiter.ceiling;
  const frames = (name: Check['name'], found: number): Check => ({
    ...{ name, passed: found === 0, measured: found, asked: 0, unit: 'frames' },
  });
  const length: Check = {
    name: 'duration',
    passed: Math.abs(measured.frames - plan.length) <= slack,
    measured: measured.frames,
    asked: plan.length,
    unit: 'frames',
  };
  const truePeak: Check = {
    ...{ name: 'true-peak', passed: measured.dbtp <= ceiling, measured: measured.dbtp, asked: ceiling, unit: 'dBTP' },
  };
  const checks: Check[] = [
    length,
    ...(isLimiting(plan.limiter) ? [truePeak, frames('clipping', measured.clippedFrames)] : []),
    frames('silence', measured.silentFrames),
    { name: 'cue-offsets', passed: placed, measured: worst, asked: 0, unit: 'ms' },
  ];
  if (target !== null) {
    checks.push({
      name: 'loudness',
      passed: Math.abs(measured.lufs - target) <= tolerance,
      measured: measured.lufs,
      asked: target,
      unit: 'LUFS',
    });
  }
  return checks;
};

/** Why a file is not kept. `failed`: the lines of its check that it did not pass. */
export const checkFailed = (file: string, failed: readonly Check[], measured: CheckResult): CueforgeError => {
  const lines = failed.map((line) => sentence(line, measured));
  return new CueforgeError('check-failed', `${file} did not pass its check and was not kept: ${lines.join('; ')}`, {
    checks: failed,
  });
};

const isLost = ({ milliseconds, match }: FoundMoment): boolean => milliseconds !== null && match < LEAST_MATCH;
const isOff = ({ milliseconds }: FoundMoment): boolean => Math.abs(milliseconds ?? 0) > OFFSET_TOLERANCE_MS;

const sentence = (line: Check, measured: CheckResult): string => {
  const { firstSilence } = measured;
  switch (line.name) {
    case 'cue-offsets':
      return misplaced(measured);
    case 'clipping':
      return `${line.measured} samples are clipped, three or more in a row at full scale`;
    case 'silence': {
      const since = firstSilence ? `first at ${inSeconds(firstSilence, 1)} s` : 'from its start';
      return `it is silent for ${inSeconds(line.measured, 3)} s where the mix sounds, ${since}`;
    }
    default:
      return `${line.name} is ${line.measured} ${line.unit}, asked ${line.asked}`;
  }
};

/** Which moments are not in the file, and which are not at their places: of both the first, and how many more. */
const misplaced = ({ offsets, foreground }: CheckResult): string => {
  const told = (moments: readonly FoundMoment[], what: (first: FoundMoment) => string): string[] => {
    if (moments.length === 0) return [];
    const [first, ...others] = moments;
    const name = foreground === 'music' ? 'the music' : `cue ${first.id}`;
    const more = others.length > 0 ? `, and ${others.length} more` : '';
    return [`${name} at ${inSeconds(first.at, 1)} s ${what(first)}${more}`];
  };
  const there = offsets.filter((moment) => !isLost(moment));
  return [
    ...told(offsets.filter(isLost), () => 'was not found'),
    ...told(there.filter(isOff), ({ milliseconds }) => {
      const off = milliseconds ?? 0;
      return `is ${Math.abs(off).toFixed(1)} ms ${off > 0 ? 'late' : 'early'}`;
    }),
  ].join('; ');
};

const inSeconds = (frames: number, digits: number): string => (frames / ENGINE_RATE).toFixed(digits);
