import { z } from 'zod';
import { AUDIO_FORMATS, type AudioFormat } from '../model/index.ts';
import { assetChange, assetDetail, assetId, assetQuery, assetRow, librarySummary } from './asset-shapes.ts';
import type { CommandName } from './command-names.ts';
import { editCommands } from './edit-shapes.ts';
import { exportCommands } from './export-shapes.ts';
import { job } from './job-shapes.ts';
import { publishCommands } from './publish-shapes.ts';
import { sessionCommands } from './session-shapes.ts';
import { settings, settingsChange } from './settings-shapes.ts';
import { workoutSummary } from './workout-shapes.ts';

const nothing = z.object({});
const path = z.string().min(1).max(4096);
const format = z.enum(AUDIO_FORMATS as [AudioFormat, ...AudioFormat[]]);
const started = z.object({ job: z.string() });
const someAssets = z.array(assetId).min(1).max(10_000);

/** What can be undone and redone next; null: nothing. */
export const historyState = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });
export type HistoryState = z.infer<typeof historyState>;

/**
 * Everything a window, a browser or a remote can ask of the studio: input and output of each command. Inputs are parsed
 * where they arrive; a failure comes back as data (`model/failure`). Commands that give `job` return at once.
 */
export const commands = {
  'app.info': {
    input: nothing,
    output: z.object({
      version: z.string(),
      host: z.enum(['desktop', 'web']),
      platform: z.string(),
      libraryPath: z.string(),
      cachePath: z.string(),
      /** Free bytes where exports go; null: unknown. */
      freeBytes: z.number().nullable(),
    }),
  },
  'app.doctor': {
    input: nothing,
    output: z.object({
      findings: z.array(
        z.object({ name: z.string(), state: z.enum(['ok', 'warning', 'problem']), message: z.string() }),
      ),
    }),
  },
  'settings.get': { input: nothing, output: settings },
  'settings.set': { input: settingsChange, output: settings },

  /** Files and folders (all below them); what is no sound is named in the job's problems. */
  'library.import': { input: z.object({ paths: z.array(path).min(1).max(100_000) }), output: started },
  'library.search': {
    input: assetQuery,
    output: z.object({ total: z.number().int(), rows: z.array(assetRow), milliseconds: z.number() }),
  },
  'library.asset': { input: z.object({ id: assetId }), output: assetDetail },
  'library.summary': { input: nothing, output: librarySummary },
  'library.edit': { input: z.object({ ids: someAssets, change: assetChange }), output: historyState },
  /** Takes assets out of the library; the files stay where they are. */
  'library.remove': { input: z.object({ ids: someAssets }), output: historyState },
  /** Looks for a missing file at a new place; refused when its bytes are others. */
  'library.relink': { input: z.object({ id: assetId, path }), output: assetRow },
  /** Looks through a folder for every missing file, by content. */
  'library.relinkFolder': { input: z.object({ path }), output: z.object({ found: z.number(), missing: z.number() }) },
  'history.get': { input: nothing, output: historyState },
  'history.undo': { input: nothing, output: historyState },
  'history.redo': { input: nothing, output: historyState },

  'workouts.list': { input: nothing, output: z.object({ workouts: z.array(workoutSummary) }) },
  'workouts.open': { input: z.object({ path }), output: workoutSummary },
  /** What is known of a workout's music as its files have it. `lufs` null: silent, not measured, or not one whole file. */
  'workouts.music': {
    input: z.object({ path }),
    output: z.object({ tracks: z.number().int(), lufs: z.number().nullable() }),
  },
  /** Makes the demo's music if need be, then opens the demo workout. */
  'workouts.openDemo': { input: nothing, output: started },
  /** Takes a workout off the list; its files stay. */
  'workouts.forget': { input: z.object({ path }), output: nothing },
  ...editCommands,
  ...sessionCommands,

  'export.start': {
    input: z.object({
      path,
      /** Variant ids; null: all. */
      variants: z.array(z.string()).nullable().default(null),
      formats: z.array(format).nullable().default(null),
    }),
    output: started,
  },
  ...exportCommands,

  ...publishCommands,

  'jobs.list': { input: nothing, output: z.object({ jobs: z.array(job) }) },
  'jobs.cancel': { input: z.object({ id: z.string() }), output: nothing },
  /** Takes ended jobs off the list. */
  'jobs.clear': { input: nothing, output: nothing },
} as const satisfies Record<CommandName, { input: z.ZodType; output: z.ZodType }>;

export type Commands = typeof commands;
/** What a caller gives: fields with a default may be left out. */
export type InputOf<Name extends CommandName> = z.input<Commands[Name]['input']>;
/** What a handler gets: parsed, defaults filled in. */
export type ParsedInputOf<Name extends CommandName> = z.output<Commands[Name]['input']>;
export type OutputOf<Name extends CommandName> = z.output<Commands[Name]['output']>;
