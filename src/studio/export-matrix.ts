import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ExportPreset, MadeExport, MatrixCell, MatrixRow, MatrixWorkout, Settings } from '../contract/index.ts';
import type { Library, LibraryExports, MadeFile } from '../library/index.ts';
import { DUCKING_PRESETS, type DuckingSettings, decibels, frames, toFailure, type Workout } from '../model/index.ts';
import type { Encoding, QueueJob } from '../render/index.ts';
import { withDucking } from './export-cells.ts';
import { createDocumentsThere, type DocumentsThere } from './export-documents-there.ts';
import { coachOf, createFileContents, type ExportParts, type FileContents, partsOf } from './export-matrix-parts.ts';
import { whatDiffers } from './export-matrix-why.ts';
import { nameFile } from './export-presets-naming.ts';
import type { ExportRequest } from './export-types.ts';
import { encodingsOf, exportableVariants, stemsOf, type WantedVariant } from './plan-export.ts';

/** How files are made, settings included: an export's request without what is made of which workout. JSON values. */
export type Recipe = Pick<
  ExportRequest,
  'formats' | 'bitrates' | 'coachingBitrate' | 'target' | 'defaultTarget' | 'ceiling' | 'ducking'
>;

/** What a preset amounts to with a person's settings. */
export const recipeOf = (
  preset: ExportPreset,
  { targetLufs, mp3Bitrate }: Pick<Settings, 'targetLufs' | 'mp3Bitrate'>,
): Recipe => ({
  ...(preset.formats === null ? {} : { formats: preset.formats }),
  bitrates: { mp3: mp3Bitrate, ...preset.bitrates },
  ...(preset.coachingBitrate === null ? {} : { coachingBitrate: preset.coachingBitrate }),
  ...(preset.target === null ? {} : { target: preset.target }),
  ...{ defaultTarget: targetLufs, ceiling: preset.ceiling },
  ...(preset.ducking === null ? {} : { ducking: duckingOf(preset.ducking) }),
});

const duckingOf = (ducking: NonNullable<ExportPreset['ducking']>): DuckingSettings => {
  if (typeof ducking === 'string') return DUCKING_PRESETS[ducking];
  const ms = (n: number) => frames(Math.round(n * 48));
  return {
    ...{ depth: decibels(ducking.depth_db), lead: ms(ducking.lead_ms), attack: ms(ducking.attack_ms) },
    ...{ hold: ms(ducking.hold_ms), mergeGap: ms(ducking.merge_gap_ms), release: ms(ducking.release_ms) },
  };
};

/** One file that a workout can be exported as, with a preset. */
export interface PlannedCell {
  readonly wanted: WantedVariant;
  readonly encoding: Encoding;
  /** Base name; null: it has none, and `problem` says why. */
  readonly file: string | null;
  readonly problem: string | null;
}

/** Every file that a preset makes of a workout, in the order of its variants. `at`: milliseconds since 1970. */
export const planCells = (
  workout: Workout,
  preset: ExportPreset,
  recipe: Recipe,
  path: string,
  at: number,
): PlannedCell[] =>
  everythingOf(workout)
    .filter(({ variant, stemOf }) => (stemOf ? preset.stems : (preset.variants?.includes(variant.id) ?? true)))
    .flatMap((wanted) =>
      encodingsOf(wanted, { ...recipe, workout: path }).map((encoding): PlannedCell => {
        const parts = { workout: workout.id, variant: wanted.variant.id, coach: coachOf(workout, wanted)?.name ?? '' };
        try {
          const file = nameFile(preset.naming, { ...parts, date: dayOf(at), format: encoding.format });
          return { wanted, encoding, file, problem: null };
        } catch (error) {
          return { wanted, encoding, file: null, problem: toFailure(error).message };
        }
      }),
    );

/** Everything a workout can be exported as, stems included. */
const everythingOf = (workout: Workout): WantedVariant[] => [
  ...exportableVariants(workout),
  ...workout.variants.flatMap(stemsOf),
];

/** A day as it is written in names, where this machine is. */
const dayOf = (at: number): string => {
  const day = new Date(at);
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

export interface MatrixParts {
  readonly library: Pick<Library, 'exportQueue' | 'placeAt'>;
  /** A workout as it is edited now, else as its file says. Throws what is wrong with it. */
  load(path: string): Promise<Workout>;
  readonly settings: () => Settings;
  /** Where exports of a workout go when a preset does not say. */
  folderOf(workoutId: string): string;
  readonly now: () => number;
}

/** What of workouts is fresh, stale, or was never made. */
export interface ExportMatrix {
  /** `jobs`: the queue as it is. */
  workout(path: string, preset: ExportPreset, jobs: readonly QueueJob[]): Promise<MatrixWorkout>;
  /** What a file is made from now. Null: the workout has no such file any more. */
  partsNow(path: string, variant: string, format: string, recipe: Recipe): Promise<ExportParts | null>;
  /** The id of a workout. Throws what is wrong with it. */
  idOf(path: string): Promise<string>;
  /** Files of a workout with a preset, and where they go. Throws what is wrong with the workout. */
  plan(path: string, preset: ExportPreset, recipe: Recipe): Promise<{ folder: string; cells: PlannedCell[] }>;
}

/** A workout as its cells are looked at. */
interface Sheet {
  readonly workout: Workout;
  readonly path: string;
  readonly recipe: Recipe;
  readonly files: FileContents;
}

/** A workout as all its cells are looked at: what lies beside files too. */
interface WholeSheet extends Sheet {
  readonly documents: DocumentsThere;
}

/** A workout's cells share their files: each is looked at once for all of them. */
const lookedUpOnce = (contents: FileContents): FileContents => {
  const known = new Map<string, Promise<string | null>>();
  return {
    contentOf(path) {
      const found = known.get(path) ?? contents.contentOf(path);
      known.set(path, found);
      return found;
    },
  };
};

export const createExportMatrix = ({ library, load, settings, folderOf, now }: MatrixParts): ExportMatrix => {
  const { exportQueue } = library;
  const contents = createFileContents(exportQueue, library.placeAt);

  const partsIn = (
    { workout, path, recipe, files }: Sheet,
    { wanted, encoding }: Pick<PlannedCell, 'wanted' | 'encoding'>,
  ) =>
    partsOf(
      withDucking(workout, recipe.ducking),
      withDuckingOf(wanted, recipe),
      encoding,
      { ...recipe, workout: path },
      files,
    );

  const plan: ExportMatrix['plan'] = async (path, preset, recipe) => {
    const workout = await load(path);
    const folder = preset.folder === null ? folderOf(workout.id) : resolve(preset.folder);
    return { folder, cells: planCells(workout, preset, recipe, path, now()) };
  };

  const cellOf = async (
    sheet: WholeSheet,
    { preset, folder }: { readonly preset: ExportPreset; readonly folder: string },
    cell: PlannedCell,
    made: MadeFile | null,
    jobs: readonly QueueJob[],
  ): Promise<MatrixCell> => {
    const { encoding, wanted } = cell;
    const target = cell.file === null ? null : join(folder, cell.file);
    const told = { format: encoding.format, path: target, made: made && toMade(made) };
    const ours = jobs.filter(({ variant, format }) => variant === wanted.variant.id && format === encoding.format);
    const live =
      ours.find(({ state }) => state === 'running') ??
      ours.find(({ state }) => state === 'queued' || state === 'paused');
    if (live) {
      const why = live.failure ? [live.failure.message] : [];
      return { ...told, state: live.state as 'queued' | 'running' | 'paused', why, job: live.id };
    }
    if (cell.problem !== null) return { ...told, state: 'refused', why: [cell.problem], job: null };
    const last = ours.filter(({ state }) => state !== 'cancelled').sort((a, b) => b.endedAt! - a.endedAt!)[0];
    if (last?.state === 'failed' && (made === null || made.madeAt < last.endedAt!))
      return { ...told, state: 'failed', why: last.failure ? [last.failure.message] : [], job: last.id };
    if (made === null) return { ...told, state: 'never', why: [], job: null };
    const why = whatDiffers(made.parts as ExportParts, await partsIn(sheet, cell));
    if (made.path !== target && !preset.naming.includes('{date}')) why.push(`It goes to ${target} now`);
    const other = (await madeFileDiffers(made, exportQueue)) ?? (await sheet.documents.differ(made.path));
    if (other !== null) why.push(other);
    return { ...told, state: why.length > 0 ? 'stale' : 'fresh', why, job: null };
  };

  return {
    plan,
    idOf: async (path) => (await load(path)).id,
    async workout(path, preset, jobs) {
      try {
        const workout = await load(path);
        const recipe = recipeOf(preset, settings());
        const { folder, cells } = await plan(path, preset, recipe);
        const files = lookedUpOnce(contents);
        const sheet: WholeSheet = { workout, path, recipe, files, documents: createDocumentsThere() };
        const newest = exportQueue.newest(path, preset.id);
        const ours = jobs.filter((job) => job.workout === path && job.preset === preset.id);
        const rows = new Map<string, MatrixRow>();
        for (const cell of cells) {
          const { variant } = cell.wanted;
          const coach = coachOf(workout, cell.wanted)?.name ?? null;
          const row = rows.get(variant.id) ?? { variant: variant.id, name: variant.name, coach, cells: [] };
          rows.set(variant.id, row);
          const made =
            newest.find((file) => file.variant === variant.id && file.format === cell.encoding.format) ?? null;
          row.cells.push(await cellOf(sheet, { preset, folder }, cell, made, ours));
        }
        return { path, id: workout.id, title: workout.title, errors: [], rows: [...rows.values()] };
      } catch (error) {
        const title = path.split(/[\\/]/).pop() ?? path;
        return { path, id: '', title, errors: toFailure(error).message.split('\n'), rows: [] };
      }
    },
    async partsNow(path, variant, format, recipe) {
      const workout = await load(path);
      const wanted = everythingOf(workout).find((each) => each.variant.id === variant);
      const encoding =
        wanted && encodingsOf(wanted, { ...recipe, workout: path }).find((each) => each.format === format);
      return wanted && encoding ? partsIn({ workout, path, recipe, files: contents }, { wanted, encoding }) : null;
    },
  };
};

const withDuckingOf = (wanted: WantedVariant, { ducking }: Recipe): WantedVariant =>
  ducking === undefined || (wanted.content !== 'mix' && !wanted.stemOf)
    ? wanted
    : { ...wanted, variant: { ...wanted.variant, ducking } };

/** Tells a made file from another at its path without reading it; null: none is there. */
export const signatureAt = async (path: string): Promise<{ signature: string; bytes: number } | null> => {
  const found = await stat(path).catch(() => null);
  return found && { signature: `${found.size} ${found.mtimeMs}`, bytes: found.size };
};

/** Why a file that was made is not what it was, a sentence; null: it is. A quick look, and its bytes where that is not enough. */
export const madeFileDiffers = async (
  { path, bytes, sha256, signature }: MadeFile,
  history: Pick<LibraryExports, 'resign'>,
): Promise<string | null> => {
  const found = await signatureAt(path);
  if (found === null) return 'The file was removed since';
  if (found.signature === signature) return null;
  if (found.bytes !== bytes || (await hashOf(path)) !== sha256) return 'The file was changed since';
  history.resign(path, found.signature);
  return null;
};

const hashOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

/** What is kept of a file's check: `checks` of the library. */
export interface KeptChecks {
  readonly lines: MadeExport['checks'];
  readonly warnings: readonly string[];
  /** Stretches that were encoded for it, seconds. Not there in what older versions made. */
  readonly encoded?: readonly { readonly start: number; readonly end: number }[];
}

/** A file of the history as it is told. */
export const toMade = ({ measured, checks, recipe: _, parts: __, signature: ___, ...made }: MadeFile): MadeExport => {
  const { lines, warnings } = checks as KeptChecks;
  const figure = (name: string): number | null => measured[name] ?? null;
  return {
    ...made,
    encodedSeconds: figure('encodedSeconds'),
    ...{ lufs: figure('lufs'), lra: figure('lra'), dbtp: figure('dbtp'), cues: figure('cues') },
    ...{ checks: lines, warnings: [...warnings] },
  };
};
