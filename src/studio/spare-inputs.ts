import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { CueforgeError, type Workout } from '../model/index.ts';
import { selectCues } from '../plan/index.ts';
import { besideNames, reportName } from '../render/index.ts';
import type { ExportRequest } from './export-types.ts';
import { findRecordings, findTracks } from './find-media.ts';
import { encodingsOf, fileName, type WantedVariant } from './plan-export.ts';

/**
 * Refuses an export that would write over a file it is made from: the workout file, its music, a take. Throws
 * `bad-argument`. Files are told apart by what they are, not by their names: a link, or a name in other case where that
 * does not count, is the same file.
 */
export const spareInputs = async (
  workout: Workout,
  wanted: readonly WantedVariant[],
  request: ExportRequest,
  outDir: string,
): Promise<void> => {
  const outputs = new Map<string, string>();
  for (const name of outputNames(workout, wanted, request)) {
    const identity = await identityOf(join(outDir, name));
    if (identity !== null) outputs.set(identity, join(outDir, name));
  }
  if (outputs.size === 0) return;
  for (const { what, path } of await inputsOf(workout, wanted, request)) {
    const identity = path === null ? null : await identityOf(path);
    const output = identity === null ? undefined : outputs.get(identity);
    if (output === undefined) continue;
    throw new CueforgeError(
      'bad-argument',
      `The export would overwrite ${what} ${output}: choose another folder with --out`,
      { input: path, output },
    );
  }
};

const outputNames = (workout: Workout, wanted: readonly WantedVariant[], request: ExportRequest): string[] => [
  'manifest.json',
  ...(request.cells ?? []).flatMap(({ file }) => [file, ...besideNames(file)]),
  `${workout.id}.json`,
  reportName(workout.id),
  ...wanted.flatMap((each) =>
    encodingsOf(each, request).flatMap(({ format }) => {
      const file = fileName(workout, each, format);
      return [file, ...besideNames(file)];
    }),
  ),
];

const inputsOf = async (
  workout: Workout,
  wanted: readonly WantedVariant[],
  request: ExportRequest,
): Promise<{ what: string; path: string | null }[]> => {
  const cues = new Set(
    wanted.flatMap(({ variant, content }) => (content === 'music' ? [] : selectCues(workout, variant))),
  );
  const tracks = await findTracks(workout, request);
  const recordings = await findRecordings(request.workout, [...cues], workout.coachingTrack);
  return [
    { what: 'the workout file', path: request.workout },
    ...tracks.map(({ file }) => ({ what: 'the music', path: file })),
    ...recordings.map((path) => ({ what: 'the recording', path })),
  ];
};

/** What tells a file from all others of this machine; null where there is none. */
const identityOf = async (path: string): Promise<string | null> => {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return null;
  }
};
