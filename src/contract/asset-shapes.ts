import { z } from 'zod';

/** What a sound is for. `track`: music; `bed`: music under speech; `workout`: music of a whole workout. */
export const ASSET_KINDS = ['track', 'workout', 'bed', 'voice', 'effect', 'tone'] as const;
export type AssetKind = (typeof ASSET_KINDS)[number];
/** Where a sound comes from. */
export const ASSET_ORIGINS = ['imported', 'recorded', 'generated', 'synthesised'] as const;

/** Names the bytes of a file: 32 lower-case hexadecimal digits of their SHA-256. The same file twice is one asset. */
export const assetId = z.string().regex(/^[0-9a-f]{32}$/);
export type AssetId = string;

const level = z.number().nullable();

/** An asset as a row of the library. Levels are null for silence and for what is not analysed yet. */
export const assetRow = z.object({
  id: assetId,
  title: z.string(),
  artist: z.string(),
  kind: z.enum(ASSET_KINDS),
  /** Absolute path where the file was last seen. */
  path: z.string(),
  /** True when it was not there when last looked for. */
  missing: z.boolean(),
  /** `waiting`: imported, not measured yet; `failed`: `problem` says why. */
  analysis: z.enum(['waiting', 'done', 'failed']),
  problem: z.string().nullable(),
  seconds: z.number().nonnegative(),
  /** As a person says it: `MP3 320`, `FLAC`, `WAV 24`. */
  format: z.string(),
  bytes: z.number().int().nonnegative(),
  lufs: level,
  lra: level,
  dbtp: level,
  /** Clipped frames; 0: none. */
  clipped: z.number().int().nonnegative(),
  /** Beats per minute; null: none found. */
  bpm: z.number().nullable(),
  tags: z.array(z.string()),
  /** Milliseconds since 1970, UTC. */
  addedAt: z.number().int(),
});
export type AssetRow = z.infer<typeof assetRow>;

const span = z.object({ start: z.number(), end: z.number() });

/** Everything known of an asset. Times in seconds. */
export const assetDetail = assetRow.extend({
  notes: z.string(),
  origin: z.enum(ASSET_ORIGINS),
  source: z.string(),
  licence: z.string(),
  album: z.string(),
  sampleRate: z.number().nullable(),
  channels: z.number().nullable(),
  bitrateKbps: z.number().nullable(),
  maxMomentary: level,
  maxShortTerm: level,
  samplePeak: level,
  clips: z.array(span),
  silences: z.array(span),
  /** First beat of the grid, seconds; null: no grid. Beats follow every 60 / bpm. */
  firstBeat: z.number().nullable(),
  hasCover: z.boolean(),
  warnings: z.array(z.string()),
});
export type AssetDetail = z.infer<typeof assetDetail>;

const text = (longest: number) => z.string().max(longest);

/** Fields of an asset that a person may change. Absent: as it is. */
export const assetChange = z
  .object({
    title: text(500),
    artist: text(500),
    kind: z.enum(ASSET_KINDS),
    tags: z.array(z.string().trim().min(1).max(80)).max(100),
    notes: text(20_000),
    origin: z.enum(ASSET_ORIGINS),
    source: text(2_000),
    licence: text(200),
    bpm: z.number().min(20).max(400).nullable(),
  })
  .partial();
export type AssetChange = z.infer<typeof assetChange>;

const range = z.object({ least: z.number().nullable(), most: z.number().nullable() });
export const SORT_FIELDS = ['title', 'artist', 'seconds', 'bpm', 'lufs', 'kind', 'format', 'addedAt'] as const;

/** A search. Every filter narrows; null or absent filters nothing. Ranges are inclusive. */
export const assetQuery = z.object({
  /** Words; each must begin a word of title, artist, album, tags, notes or file name. */
  text: text(500).default(''),
  kinds: z.array(z.enum(ASSET_KINDS)).nullable().default(null),
  tag: z.string().nullable().default(null),
  bpm: range.nullable().default(null),
  lufs: range.nullable().default(null),
  seconds: range.nullable().default(null),
  needs: z.enum(['clipping', 'missing', 'failed']).nullable().default(null),
  sort: z.object({ by: z.enum(SORT_FIELDS), descending: z.boolean() }).default({ by: 'title', descending: false }),
  offset: z.number().int().nonnegative().default(0),
  limit: z.number().int().min(1).max(500).default(100),
});
export type AssetQuery = z.infer<typeof assetQuery>;

/** What the library holds, in numbers. */
export const librarySummary = z.object({
  assets: z.number().int(),
  seconds: z.number(),
  bytes: z.number(),
  kinds: z.record(z.enum(ASSET_KINDS), z.number().int()),
  clipping: z.number().int(),
  missing: z.number().int(),
  failed: z.number().int(),
  tags: z.array(z.object({ tag: z.string(), count: z.number().int() })),
  /** Milliseconds since 1970 of the newest backup; null: none yet. */
  backedUpAt: z.number().nullable(),
  /** Set where the library's file was damaged at start and a backup was opened: a sentence that says so. */
  recovered: z.string().nullable(),
});
export type LibrarySummary = z.infer<typeof librarySummary>;
