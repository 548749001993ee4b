import { z } from 'zod';

export const JOB_KINDS = ['import', 'export', 'demo', 'demo-session', 'recast', 'publish'] as const;

/** Long work: it has progress, an estimate, a cancel, and an end that the user is told of. */
export const job = z.object({
  id: z.string(),
  kind: z.enum(JOB_KINDS),
  /** `Analysing 52 files`, `Export of Demo ride`. */
  label: z.string(),
  /** `waiting`: a show is armed; it begins when that is over. */
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  /** What it does now: `38 of 52 files`. */
  detail: z.string(),
  /** 0..1. */
  fraction: z.number().min(0).max(1),
  /** Seconds of sound worked through per second; null: unknown. */
  rate: z.number().nullable(),
  /** Seconds left; null: unknown. */
  remainingSeconds: z.number().nullable(),
  /** Set when `state` is `failed`. */
  failure: z.object({ code: z.string(), message: z.string() }).nullable(),
  /** Sentences about what went wrong on the way and stopped only a part. */
  problems: z.array(z.string()),
  /** When it was asked for; once it runs, when it began. Milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
export type Job = z.infer<typeof job>;
