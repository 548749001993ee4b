import { z } from 'zod';
import { AUDIO_FORMATS, type AudioFormat } from '../model/index.ts';

const nothing = z.object({});
const path = z.string().min(1).max(4096);
const format = z.enum(AUDIO_FORMATS as [AudioFormat, ...AudioFormat[]]);
const jobId = z.string().min(1).max(100);
const jobIds = z.array(jobId).max(100_000);
/** Null: all of them. */
const someJobs = z.object({ ids: jobIds.nullable() });
const presetId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'expected letters, digits and hyphens');

/** How music gives way to speech. Decibels; milliseconds. */
const ducking = z.object({
  depth_db: z.number().min(-40).max(0),
  lead_ms: z.number().min(0).max(60_000),
  attack_ms: z.number().min(0).max(60_000),
  hold_ms: z.number().min(0).max(60_000),
  merge_gap_ms: z.number().min(0).max(60_000),
  release_ms: z.number().min(0).max(60_000),
});

/** How files are made, what they are called and where they go. Everything but its name has a default. */
export const exportPreset = z.object({
  id: presetId,
  name: z.string().trim().min(1).max(120),
  /** Variant ids, `music` and `coaching` among them; null: all of a workout. */
  variants: z.array(z.string().min(1).max(200)).min(1).nullable().default(null),
  /** The stems of every variant too, of those that are not named as well: its ducked music, and its voice. */
  stems: z.boolean().default(false),
  /** Null: as each variant says, else MP3. */
  formats: z.array(format).min(1).nullable().default(null),
  /** kb/s of lossy formats; one that is not named has its usual one. */
  bitrates: z.object({ mp3: z.number().int(), m4a: z.number().int(), opus: z.number().int() }).partial().default({}),
  /** kb/s of the coaching stem; null: mono and small, where it is MP3. */
  coachingBitrate: z.number().int().nullable().default(null),
  /** LUFS, -40..-5; null: as each variant says, else as the settings say. */
  target: z.number().min(-40).max(-5).nullable().default(null),
  /** dBTP, -12..0. */
  ceiling: z.number().min(-12).max(0).default(-1),
  /** For every variant; null: as each says. */
  ducking: z
    .union([z.enum(['punchy', 'standard', 'calm', 'off']), ducking])
    .nullable()
    .default(null),
  /** Name of a file, without its ending, of {workout} {variant} {coach} {date} {format}. */
  naming: z.string().min(1).max(200).default('{workout}_{variant}'),
  /** An absolute path; null: a folder of the workout's name where the settings have exports go. */
  folder: path.nullable().default(null),
});
export type ExportPreset = z.infer<typeof exportPreset>;

const listedPreset = exportPreset.extend({
  /** Came with Cueforge: it can be copied, not changed. */
  builtIn: z.boolean(),
});
export type ListedPreset = z.infer<typeof listedPreset>;

const failure = z.object({ code: z.string(), message: z.string() });

/** One file that is to be made, or was. */
export const exportJob = z.object({
  id: jobId,
  /** Path of the workout. */
  workout: z.string(),
  variant: z.string(),
  format: z.string(),
  preset: z.string(),
  /** Where it goes: the absolute path. */
  path: z.string(),
  /** `queued` jobs wait for their turn, `paused` ones for somebody who resumes them. */
  state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
  /** Higher goes first, -100..100. */
  priority: z.number().int(),
  /** How often it was begun. */
  attempts: z.number().int(),
  /** Set while it waits to be tried again: when, in milliseconds since 1970. */
  nextTry: z.number().nullable(),
  /** 0..1 of its frames. */
  fraction: z.number().min(0).max(1),
  /** Seconds of sound mixed per second; null: unknown. */
  rate: z.number().nullable(),
  /** Seconds left; null: unknown. */
  remainingSeconds: z.number().nullable(),
  /** Why it failed, or is tried again. */
  failure: failure.nullable(),
  /** Milliseconds since 1970. */
  addedAt: z.number(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
});
export type ExportJob = z.infer<typeof exportJob>;

const figure = z.number().nullable();
const check = z.object({
  name: z.string(),
  passed: z.boolean(),
  measured: figure,
  asked: figure,
  unit: z.string(),
});

/** A file that was made. */
export const madeFile = z.object({
  workout: z.string(),
  variant: z.string(),
  format: z.string(),
  preset: z.string(),
  path: z.string(),
  sha256: z.string(),
  bytes: z.number(),
  seconds: z.number(),
  /** Sound that was encoded for it, seconds: the rest is that of files that were made before. Null: unknown. */
  encodedSeconds: figure,
  lufs: figure,
  lra: figure,
  dbtp: figure,
  cues: figure,
  checks: z.array(check),
  warnings: z.array(z.string()),
  /** The version of Cueforge that made it. */
  engine: z.string(),
  /** Milliseconds since 1970. */
  madeAt: z.number(),
});
export type MadeExport = z.infer<typeof madeFile>;

/** One file that a workout can be exported as. */
export const matrixCell = z.object({
  format: z.string(),
  /** Where it goes; null: it cannot be named, as `why` says. */
  path: z.string().nullable(),
  state: z.enum(['never', 'fresh', 'stale', 'failed', 'refused', 'queued', 'running', 'paused']),
  /** What differs since it was made, or why it failed or cannot be made: sentences. */
  why: z.array(z.string()),
  /** The job that makes it, or that failed. */
  job: jobId.nullable(),
  /** The last file that was made of it, even when it is stale. */
  made: madeFile.nullable(),
});
export type MatrixCell = z.infer<typeof matrixCell>;

export const matrixRow = z.object({
  variant: z.string(),
  name: z.string(),
  /** Who speaks; null: nobody does. */
  coach: z.string().nullable(),
  cells: z.array(matrixCell),
});
export type MatrixRow = z.infer<typeof matrixRow>;

export const matrixWorkout = z.object({
  path: z.string(),
  id: z.string(),
  title: z.string(),
  /** What is wrong with its file, a sentence each; then it has no rows. */
  errors: z.array(z.string()),
  rows: z.array(matrixRow),
});
export type MatrixWorkout = z.infer<typeof matrixWorkout>;

/** What a made file sounds like at a glance, and what of it was encoded for it. */
const outline = z.object({
  /** Length, seconds. */
  seconds: z.number(),
  /** Stretches that were encoded for it, seconds from its start, in order; the rest is that of files that were there. Null: unknown. */
  encoded: z.array(z.object({ start: z.number(), end: z.number() })).nullable(),
  /** Highest sample magnitude of equal columns, linear; empty where it is not known any more. */
  peaks: z.array(z.number()),
  /** Highest short-term loudness of the same columns, LUFS; null: there is none. */
  shortTerm: z.array(z.number().nullable()),
  /** The absolute path of its workout's report; null: it is not there any more. */
  report: z.string().nullable(),
});
export type ExportOutline = z.infer<typeof outline>;

/** A file of the history: what was made at a path, by its content. */
const madeRef = z.object({ path, sha256: z.string().regex(/^[0-9a-f]{64}$/) });

const workouts = z.array(path).max(10_000).nullable().default(null);
const preset = presetId.default('default');

/** Exports as a queue of files, and what is fresh, stale or missing. */
export const exportCommands = {
  /** `paths`: some workouts; null: all on the list. */
  'exports.matrix': {
    input: z.object({ paths: workouts, preset }),
    output: z.object({ workouts: z.array(matrixWorkout) }),
  },
  /**
   * Queues files. `what`: every cell of the workouts, those that are missing, stale or failed, or those that `cells` names.
   * What cannot be queued is in `refused`, a sentence each, and stops nothing else.
   */
  'exports.enqueue': {
    input: z.object({
      paths: workouts,
      preset,
      what: z.enum(['all', 'stale', 'cells']),
      cells: z
        .array(z.object({ path, variant: z.string().min(1).max(200), format }))
        .max(100_000)
        .default([]),
      priority: z.number().int().min(-100).max(100).default(0),
    }),
    output: z.object({ jobs: z.array(jobId), refused: z.array(z.string()) }),
  },
  /** In its turn: what runs and waits, then what is over. `held`: nothing is begun, as a show is armed. */
  'exports.list': { input: nothing, output: z.object({ jobs: z.array(exportJob), held: z.boolean() }) },
  'exports.pause': { input: someJobs, output: nothing },
  'exports.resume': { input: someJobs, output: nothing },
  'exports.cancel': { input: someJobs, output: nothing },
  /** What failed is queued as new; so is what was cancelled, where it is named. */
  'exports.retry': { input: someJobs, output: nothing },
  /** Puts jobs before another, whose priority they take; null: behind all. */
  'exports.move': { input: z.object({ ids: jobIds.min(1), before: jobId.nullable() }), output: nothing },
  'exports.setPriority': {
    input: z.object({ ids: jobIds.min(1), priority: z.number().int().min(-100).max(100) }),
    output: nothing,
  },
  /** Takes what is over off the list. The history stays. */
  'exports.clear': { input: nothing, output: nothing },
  /** What was made, the last first. */
  'exports.history': {
    input: z.object({ paths: workouts, limit: z.number().int().min(1).max(10_000).default(200) }),
    output: z.object({ files: z.array(madeFile) }),
  },
  /** Of the last file that was made at a path. Throws `file-changed` where that is another one by now. */
  'exports.outline': { input: madeRef, output: outline },
  /** The report beside a file that was made, as the page it is. Throws `file-changed` as above. */
  'exports.report': { input: madeRef, output: z.object({ path: z.string(), html: z.string() }) },
  /** What was made of a workout and is still there as it was made: one file a path, the last first. */
  'exports.kept': { input: z.object({ path }), output: z.object({ files: z.array(madeFile) }) },

  'exports.presets': { input: nothing, output: z.object({ presets: z.array(listedPreset) }) },
  /** Keeps a preset under its id, in place of one that was there. Built-in ones are refused. */
  'exports.savePreset': { input: z.object({ preset: exportPreset }), output: listedPreset },
  'exports.removePreset': { input: z.object({ id: presetId }), output: nothing },
  /** Takes a preset in from a file; where its id is taken, under another. */
  'exports.importPreset': { input: z.object({ path }), output: listedPreset },
  /** Writes a preset into a file, to be shared. */
  'exports.sharePreset': { input: z.object({ id: presetId, path }), output: z.object({ path: z.string() }) },
};

/** How far a running job is. */
export type ExportProgress = Pick<ExportJob, 'id' | 'fraction' | 'rate' | 'remainingSeconds'>;

/** What changed about exports. At most five a second. */
export interface ExportsChange {
  /** Jobs that came further. */
  readonly progress: readonly ExportProgress[];
  /** The list is another: `exports.list` tells. */
  readonly list: boolean;
  /** The matrix may be another: `exports.matrix` tells. */
  readonly matrix: boolean;
}
