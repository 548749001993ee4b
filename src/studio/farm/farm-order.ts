import { createHash } from 'node:crypto';
import { z } from 'zod';
import { CueforgeError } from '../../model/index.ts';
import type { Recipe } from '../export-matrix.ts';

/** A file by its content, and where it is put beside the workout. */
const placed = z.object({
  /** Path from the folder of the workout's file, with `/`; the workout's is its name. */
  at: z.string().min(1).max(4096),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
});
export type PlacedFile = z.infer<typeof placed>;

/** Everything that files of a workout are made from: with the same order, any machine makes the same bytes. */
const farmOrder = z.object({
  /** The version of Cueforge that it was made for: another may make other bytes. */
  engine: z.string(),
  workout: placed,
  media: z.array(placed).max(20_000),
  recipe: z.looseObject({}),
});
export type FarmOrder = z.infer<typeof farmOrder> & { readonly recipe: Recipe };

/** What a job says of how it is made: which order. Nothing else of a workout goes through Redis. */
const farmRecipe = z.object({ order: z.string().regex(/^[0-9a-f]{64}$/) });
export type FarmRecipe = z.infer<typeof farmRecipe>;

const unreadable = (): CueforgeError =>
  new CueforgeError(
    'bad-argument',
    'What this job is made from is not said as this version of Cueforge says it: queue the workout again',
  );

export const parseFarmRecipe = (recipe: unknown): FarmRecipe => {
  const parsed = farmRecipe.safeParse(recipe);
  if (!parsed.success) throw unreadable();
  return parsed.data;
};

export const writeOrder = (order: FarmOrder): Buffer => Buffer.from(JSON.stringify(order));

/** Throws `bad-argument` where that is no order. */
export const readOrder = (content: Uint8Array): FarmOrder => {
  try {
    return farmOrder.parse(JSON.parse(Buffer.from(content).toString('utf8'))) as FarmOrder;
  } catch {
    throw unreadable();
  }
};

/** Names of things in the store that machines share. */
export const inStore = {
  /** A file that something is made from, by its content. */
  media: (sha256: string): string => `media/${sha256}`,
  /** What was made of a cell of an order. */
  made: (order: string, cell: { readonly variant: string; readonly format: string; readonly file: string }): string => {
    const text = JSON.stringify([order, cell.variant, cell.format, cell.file]);
    return `made/${createHash('sha256').update(text).digest('hex')}.json`;
  },
  /** Where the files of a workout are published. */
  mixes: (workout: string): string => `mixes/${workout}`,
} as const;

const madeFile = z.object({ file: z.string(), sha256: z.string() });
/** What is noted of a cell that was made and published. */
export type MadeNote = z.infer<typeof madeFile>;

/** Null: there is none, or none that can be read. */
export const readNote = (content: Uint8Array | null): MadeNote | null => {
  try {
    return content && madeFile.parse(JSON.parse(Buffer.from(content).toString('utf8')));
  } catch {
    return null;
  }
};
