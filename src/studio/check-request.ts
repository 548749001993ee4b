import { CueforgeError, type Workout } from '../model/index.ts';
import { bitrateProblem } from '../render/index.ts';
import type { ExportRequest } from './export-types.ts';
import { exportableVariants, type WantedVariant } from './plan-export.ts';

const refuse = (name: string, expected: string, got: unknown): never => {
  throw new CueforgeError('bad-argument', `${name} expects ${expected}, got ${String(got)}`, { name, expected, got });
};

const inRange = (name: string, value: number | undefined, low: number, high: number, unit: string): void => {
  if (value !== undefined && !(value >= low && value <= high)) refuse(name, `${low}..${high} ${unit}`, value);
};

/** Checks the figures of a request. Throws `bad-argument` that names the option and what it expects. */
export const checkRequest = (request: ExportRequest): void => {
  inRange('--target', request.target, -40, -5, 'LUFS');
  inRange('--ceiling', request.ceiling, -12, 0, 'dBTP');
  for (const format of request.formats ?? ['mp3']) {
    const problem = request.bitrate === undefined ? null : bitrateProblem(format, request.bitrate);
    if (problem) refuse('--bitrate', problem, request.bitrate);
    const stem = request.coachingBitrate === undefined ? null : bitrateProblem(format, request.coachingBitrate);
    if (stem) refuse('--coaching-bitrate', stem, request.coachingBitrate);
  }
};

/** The variants a request names, in its order; all of them where it names none. Throws `bad-argument` for an unknown one. */
export const chooseVariants = (workout: Workout, request: ExportRequest): WantedVariant[] => {
  const known = exportableVariants(workout);
  if (!request.variants || request.variants.length === 0) return known;
  return [...new Set(request.variants)].map(
    (id) =>
      known.find(({ variant }) => variant.id === id) ??
      refuse('--variant', `one of ${known.map(({ variant }) => variant.id).join(', ')}`, id),
  );
};
