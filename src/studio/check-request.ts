import { CueforgeError, type Workout } from '../model/index.ts';
import { bitrateProblem } from '../render/index.ts';
import type { ExportRequest } from './export-types.ts';
import { encodingsOf, exportableVariants, fileName, stemsOf, type WantedVariant } from './plan-export.ts';

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
  const stems = workout.variants.flatMap(stemsOf);
  const named = (id: string): WantedVariant =>
    [...known, ...stems].find(({ variant }) => variant.id === id) ??
    refuse('--variant', `one of ${known.map(({ variant }) => variant.id).join(', ')}`, id);
  const chosen = request.variants?.length ? request.variants.map(named) : known;
  const added = request.stems ? chosen.filter(({ content }) => content === 'mix') : [];
  const wanted = uniqueBy(
    [...chosen, ...added.flatMap(({ variant }) => stemsOf(variant))],
    ({ variant }) => variant.id,
  );
  checkNames(workout, wanted, request);
  return wanted;
};

const uniqueBy = <Item>(items: readonly Item[], key: (item: Item) => string): Item[] =>
  [...new Map([...items].reverse().map((item) => [key(item), item])).values()].reverse();

/** A variant that is named like another's stem or format (`calm.voice`) would write over it. */
const checkNames = (workout: Workout, wanted: readonly WantedVariant[], request: ExportRequest): void => {
  const owners = new Map<string, string>();
  for (const each of wanted) {
    for (const { format } of encodingsOf(each, request)) {
      const file = fileName(workout, each, format);
      const owner = owners.get(file.toLowerCase());
      if (owner !== undefined) refuse(`The file ${file}`, `one variant, not ${owner} and ${each.variant.id}`, 'both');
      owners.set(file.toLowerCase(), each.variant.id);
    }
  }
};
