import { z } from 'zod';

const exportedFile = z.object({
  path: z.string(),
  format: z.string(),
  bytes: z.number(),
  seconds: z.number(),
  lufs: z.number().nullable(),
  lra: z.number().nullable(),
  dbtp: z.number().nullable(),
  cues: z.number().int(),
  warnings: z.array(z.string()),
});

/** A variant of a workout, and what its last export gave. */
export const variantStatus = z.object({
  id: z.string(),
  name: z.string(),
  state: z.enum(['not-made', 'made', 'stale', 'refused']),
  /** Why it is stale or refused: a sentence. */
  reason: z.string().nullable(),
  files: z.array(exportedFile),
});

/** A workout file the studio knows. */
export const workoutSummary = z.object({
  /** The absolute path of its file: what names it here. */
  path: z.string(),
  id: z.string(),
  title: z.string(),
  /** Seconds; null: the file does not say and there is no music. */
  seconds: z.number().nullable(),
  cues: z.number().int(),
  segments: z.number().int(),
  coaches: z.array(z.string()),
  /** What is wrong with the file, a sentence each; an export is refused while there is one. */
  errors: z.array(z.string()),
  warnings: z.array(z.string()),
  variants: z.array(variantStatus),
  /** Where its exports go. */
  outDir: z.string(),
  openedAt: z.number(),
});
export type WorkoutSummary = z.infer<typeof workoutSummary>;
export type VariantStatus = z.infer<typeof variantStatus>;
export type ExportedFileStatus = z.infer<typeof exportedFile>;
