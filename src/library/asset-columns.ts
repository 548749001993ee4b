import type { AssetDetail, AssetRow } from './shapes.ts';

/** Columns of a row of a list, as SQLite gives them: booleans are 0 and 1, lists are JSON. */
export const ROW_COLUMNS = `id, title, artist, kind, path, missing, analysis, problem, seconds, format, bytes,
  lufs, lra, dbtp, clipped, bpm, tags, added_at AS addedAt`;

/** Columns of everything that is known. */
export const DETAIL_COLUMNS = `${ROW_COLUMNS}, notes, origin, source, licence, album, sample_rate AS sampleRate,
  channels, bitrate_kbps AS bitrateKbps, max_momentary AS maxMomentary, max_short_term AS maxShortTerm,
  sample_peak AS samplePeak, clips, silences, first_beat AS firstBeat, has_cover AS hasCover, warnings`;

type Raw<T, Field extends keyof T> = Omit<T, Field> & Record<Field, unknown>;

/** A row read by ROW_COLUMNS. */
export const toRow = (found: unknown): AssetRow => {
  const row = found as Raw<AssetRow, 'missing' | 'tags'>;
  return { ...row, missing: row.missing === 1, tags: list(row.tags) };
};

/** A row read by DETAIL_COLUMNS. */
export const toDetail = (found: unknown): AssetDetail => {
  const row = found as Raw<AssetDetail, 'missing' | 'tags' | 'clips' | 'silences' | 'hasCover' | 'warnings'>;
  return {
    ...row,
    missing: row.missing === 1,
    hasCover: row.hasCover === 1,
    tags: list(row.tags),
    clips: list(row.clips),
    silences: list(row.silences),
    warnings: list(row.warnings),
  };
};

const list = <T>(json: unknown): T[] => JSON.parse(json as string) as T[];
