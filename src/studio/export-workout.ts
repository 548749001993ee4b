import { resolve } from 'node:path';
import { type FfmpegBinary, makeFolder, type PcmCache } from '../media/index.ts';
import {
  type Coach,
  CueforgeError,
  checkAgainstMusic,
  decibels,
  type Frames,
  fromFailure,
  type Problem,
  toFailure,
  toSeconds,
  type Workout,
} from '../model/index.ts';
import { selectCues, type Take } from '../plan/index.ts';
import {
  type BedMeasure,
  type EncodedStore,
  forecastLoudness,
  type MeasuredSpans,
  measureBed,
  type RenderedFile,
  type RenderPool,
  renderSet,
  type SourceFiles,
  sweepPartials,
} from '../render/index.ts';
import type { Takes } from '../speech/index.ts';
import { checkRequest, chooseVariants } from './check-request.ts';
import { createCellProgress, onlyCells, withDucking } from './export-cells.ts';
import { createProgress } from './export-progress.ts';
import type { ExportEvent, ExportRequest, ExportResult } from './export-types.ts';
import { folderUnwritable, inWords } from './failure-words.ts';
import { fileTags } from './file-tags.ts';
import { findMedia, withMusic } from './find-media.ts';
import { type GatheredTakes, gatherTakes, stageTake } from './gather-takes.ts';
import { invalidWorkout, loadWorkout } from './load-workout.ts';
import { type OpenMusic, openMusic } from './open-music.ts';
import { DEFAULT_CEILING, lengthWithoutMusic, planExport, type WantedVariant } from './plan-export.ts';
import { spareInputs } from './spare-inputs.ts';
import { musicPlan, workoutGains } from './workout-gains.ts';
import { exportedFile, writeDocuments } from './write-documents.ts';

/** What an export uses of the studio. */
export interface ExportHost {
  readonly ffmpeg: FfmpegBinary;
  readonly pcm: PcmCache;
  readonly takes: Takes;
  readonly pool: RenderPool;
  /** MP3s that were made, for others to share. */
  readonly encodes: EncodedStore;
  /** Spans of mixes that were measured, for forecasts to come. */
  readonly measured: MeasuredSpans;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
}

/**
 * Makes the variants of a workout: reads and checks everything, plans every file, renders, checks and names each, and
 * writes the documents. Throws what stops the whole export (a bad file, unreadable music, a cancel); what stops one
 * variant is in `refused`.
 */
export const exportWorkout = async (
  request: ExportRequest,
  host: ExportHost,
  signal: AbortSignal,
  onEvent: (event: ExportEvent) => void,
): Promise<ExportResult> => {
  checkRequest(request);
  const { workout: written, document, warnings: fileWarnings } = await loadWorkout(request.workout);
  const workout = withDucking(withMusic(written, request.music), request.ducking);
  const wanted = chooseVariants(workout, request);
  const outDir = resolve(request.outDir ?? workout.id);
  await spareInputs(workout, wanted, request, outDir);
  const warnings: Problem[] = [...fileWarnings];
  const warn = (problem: Problem) => onEvent({ event: 'warning', path: problem.path, message: problem.message });
  fileWarnings.forEach(warn);

  const progress = createProgress(onEvent, host.clock);
  const [music, gathered] = await bothOrNeither(
    openMusic(workout, request, host.pcm, signal, {
      onStart: (total) => progress.start('music', total),
      onDecoded: progress.decoded,
    }),
    gatherAll(workout, wanted, request, host, signal, progress),
  );
  if (music.length !== null) {
    const problems = checkAgainstMusic(workout, music.length);
    if (problems.some(({ severity }) => severity === 'error')) throw invalidWorkout(request.workout, problems);
    problems.forEach(warn);
    warnings.push(...problems);
    music.warnings.forEach(warn);
  }

  const track = await openCoachingTrack(workout, request, host, signal);
  const sources: SourceFiles = Object.assign(
    {},
    music.sources,
    track.sources,
    ...[...gathered.values()].map((g) => g.sources),
  );
  const said = [...gathered.values()].flatMap(({ takes }) =>
    [...takes].map(([cue, take]) => [cue, take.length] as const),
  );
  const length = music.length ?? lengthWithoutMusic(workout, said, track.take?.length ?? 0);
  const bed = await measureMusic(workout, music, length, sources, host, signal);
  const gains = await workoutGains(workout, wanted, request, { tracks: music.tracks, length }, (plan) =>
    forecastLoudness(plan, bed, sources, host.pool, signal, host.measured),
  );

  await openOutFolder(outDir);
  const { deliverables: planned, refused } = planExport(workout, wanted, request, {
    tracks: music.tracks,
    musicMissing: music.missing,
    takes: gathered,
    coachingTrack: track.take,
    coachingTrackFailure: track.failure,
    length,
    gainFor: (target) => gains.get(target)!,
    tagsFor: (each) => fileTags(workout, each, length, music.infos),
  });
  const deliverables = onlyCells(planned, request.cells);
  const cellProgress = request.cells ? createCellProgress(onEvent, host.clock) : () => undefined;
  for (const { variant, failure } of refused) onEvent({ event: 'refused', variant, failure });

  const describeFiles = (files: readonly RenderedFile[]): Promise<void> =>
    writeDocuments(outDir, workout, document, files, toSeconds(length), request.elsewhere).catch((error: unknown) => {
      throw fromFailure(inWords(toFailure(error), outDir));
    });
  // Of single cells each is described before it is told: should the process end, no file is there that nothing names.
  let described: Promise<void> = Promise.resolve();
  const onFile = (file: RenderedFile): void => {
    const tell = (): void => onEvent({ event: 'file', ...exportedFile(file, outDir) });
    if (request.cells === undefined) {
      tell();
      return;
    }
    described = described.then(() => describeFiles([file])).then(tell);
    described.catch(() => undefined); // thrown below
  };

  progress.start(
    'render',
    deliverables.reduce((sum, { plan }) => sum + plan.length, 0),
  );
  const outcome = await renderSet(
    deliverables,
    {
      ...{ pool: host.pool, ffmpeg: host.ffmpeg, sources, bed, measured: host.measured, outDir, signal },
      serial: request.serial ?? false,
      store: request.serial ? null : host.encodes,
      fullCheck: request.fullCheck ?? false,
      perVariantGain: request.perVariantGain ?? false,
      onProgress(deliverable, stage, done) {
        progress.rendered(stage, done);
        cellProgress(deliverable, stage, done);
      },
    },
    onFile,
  );
  await described;
  if (signal.aborted) throw new CueforgeError('cancelled', 'The export was cancelled; finished files were kept');
  for (const { deliverable, failure: said } of outcome.failed) {
    const failure = inWords(said, outDir);
    refused.push({ variant: deliverable.variant, failure });
    const { variant, encoding } = deliverable;
    onEvent({ event: 'refused', variant, format: encoding.format, failure });
  }
  await describeFiles(outcome.made);
  progress.finish();
  return {
    workout: workout.id,
    outDir,
    files: outcome.made.map((file) => exportedFile(file, outDir)),
    refused,
    warnings,
  };
};

type Progress = ReturnType<typeof createProgress>;

/** What is known of the music of a mix before its gain; null where there is none, or not all. */
const measureMusic = async (
  workout: Workout,
  music: OpenMusic,
  length: Frames,
  sources: SourceFiles,
  { pool }: ExportHost,
  signal: AbortSignal,
): Promise<BedMeasure | null> => {
  const limiter = { ceiling: decibels(DEFAULT_CEILING) };
  const plan = musicPlan(workout, { tracks: music.tracks, length, gain: decibels(0), limiter });
  return plan && measureBed(plan, music.measured, sources, pool, signal);
};

/** The takes of every wanted variant. Coaches that variants share are gathered once. */
const gatherAll = async (
  workout: Workout,
  wanted: readonly WantedVariant[],
  request: ExportRequest,
  { pcm, takes }: ExportHost,
  signal: AbortSignal,
  progress: Progress,
): Promise<ReadonlyMap<string, GatheredTakes>> => {
  const voiced = wanted.filter(({ content }) => content !== 'music');
  const coachOf = ({ variant }: WantedVariant): Coach | null =>
    workout.coaches.find(({ id }) => id === variant.coach) ?? workout.coaches[0] ?? null;
  const jobs = [...new Set(voiced.map(coachOf))].map((coach) => {
    const members = voiced.filter((each) => coachOf(each) === coach);
    const spoken = new Set(members.flatMap(({ variant }) => selectCues(workout, variant)));
    return { members, cues: workout.cues.filter((cue) => spoken.has(cue)), coach };
  });
  progress.start(
    'takes',
    jobs.reduce((sum, { cues }) => sum + cues.length, 0),
  );
  const byVariant = new Map<string, GatheredTakes>();
  for (const { members, cues, coach } of jobs) {
    const makers = { takes, pcm, signal, onTake: () => progress.taken() };
    const gathered = await gatherTakes(request.workout, workout, cues, coach, makers);
    for (const { variant } of members) byVariant.set(variant.id, gathered);
  }
  return byVariant;
};

const openCoachingTrack = async (
  workout: Workout,
  request: ExportRequest,
  { pcm }: ExportHost,
  signal: AbortSignal,
): Promise<{ take: Take | null; failure: ReturnType<typeof toFailure> | null; sources: SourceFiles }> => {
  if (workout.hasCues || workout.coachingTrack === null) return { take: null, failure: null, sources: {} };
  try {
    const file = (await findMedia(request.workout, workout.coachingTrack)) ?? workout.coachingTrack;
    const asset = await pcm.open(file, { signal });
    return {
      take: await stageTake(asset),
      failure: null,
      sources: { [asset.key]: { path: asset.path, frames: asset.frames } },
    };
  } catch (error) {
    signal.throwIfAborted();
    const { code, message } = toFailure(error);
    const named = code === 'file-missing' ? 'take-missing' : 'take-unreadable';
    return { take: null, failure: { code: named, message: `The coaching track: ${message}` }, sources: {} };
  }
};

const openOutFolder = async (folder: string): Promise<void> => {
  try {
    await makeFolder(folder);
    await sweepPartials(folder);
  } catch (error) {
    throw folderUnwritable(folder, error);
  }
};

/** Waits for both even when one fails, so that nothing is left running; then the first failure counts. */
const bothOrNeither = async <A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([a, b]);
  return [await a, await b];
};
