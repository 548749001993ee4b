import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Seconds, Workout } from '../model/index.ts';
import {
  cueSheetVtt,
  durationOf,
  type ManifestEntry,
  manifest,
  manifestEntry,
  playerDocument,
  type RenderedFile,
} from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { ExportedFile } from './export-types.ts';
import { vttName } from './plan-export.ts';

/** A made file as the studio tells it. */
export const exportedFile = (made: RenderedFile, outDir: string): ExportedFile => ({
  variant: made.deliverable.variant,
  name: made.deliverable.name,
  file: made.deliverable.file,
  path: join(outDir, made.deliverable.file),
  format: made.deliverable.encoding.format,
  bytes: made.bytes,
  sha256: made.sha256,
  durationSeconds: durationOf(made.deliverable),
  lufs: made.measured.lufs,
  lra: made.measured.lra,
  dbtp: made.measured.dbtp,
  cues: made.deliverable.cues.length,
  warnings: made.warnings,
  checks: made.checks,
});

/**
 * Writes what describes the files: a WebVTT beside each that speaks, the player's document, and the manifest. Files of
 * earlier exports that are still there, of this workout or another, stay listed.
 */
export const writeDocuments = async (
  outDir: string,
  workout: Workout,
  document: Readonly<Record<string, unknown>>,
  made: readonly RenderedFile[],
  duration: Seconds,
): Promise<void> => {
  if (made.length === 0) return;
  const entries = made.map((file) => manifestEntry(workout, file));
  const kept = await stillThere(outDir);
  for (const { deliverable } of made) {
    if (deliverable.cues.length > 0) {
      await writeFileAtomic(join(outDir, vttName(deliverable.file)), cueSheetVtt(deliverable));
    }
  }
  const ours = [...entries, ...kept.filter((old) => !entries.some(({ file }) => file === old.file))].filter(
    (entry) => entry.workout === workout.id,
  );
  await writeJson(join(outDir, `${workout.id}.json`), playerDocument(document, workout, ours, duration));
  await writeJson(join(outDir, 'manifest.json'), manifest(entries, kept, ENGINE_VERSION));
};

const writeJson = (path: string, value: unknown): Promise<void> =>
  writeFileAtomic(path, `${JSON.stringify(value, null, 2)}\n`);

/** Entries of the folder's manifest whose files are there, with the size they were written with. */
const stillThere = async (outDir: string): Promise<ManifestEntry[]> => {
  let files: unknown;
  try {
    files = JSON.parse(await readFile(join(outDir, 'manifest.json'), 'utf8')).files;
  } catch {
    return []; // no manifest yet, or one that is no longer ours to read
  }
  if (!Array.isArray(files)) return [];
  const present = await Promise.all(
    files.map(async (entry: ManifestEntry) => {
      if (typeof entry?.file !== 'string' || entry.file.includes('/') || entry.file.includes('\\')) return false;
      const size = await stat(join(outDir, entry.file)).then(
        ({ size }) => size,
        () => null,
      );
      return size === entry.bytes;
    }),
  );
  return files.filter((_, i) => present[i]);
};
