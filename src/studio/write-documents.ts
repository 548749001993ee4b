import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { ENGINE_RATE, type Seconds, type Workout } from '../model/index.ts';
import {
  besideNames,
  curvesIn,
  curvesOf,
  durationOf,
  filesDocuments,
  type ManifestDocument,
  type ManifestEntry,
  type ManifestLists,
  manifest,
  manifestDocument,
  manifestEntry,
  merged,
  playerDocument,
  type RenderedFile,
  reportName,
  type WorkoutDocumentFile,
  workoutReport,
} from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { ExportedFile } from './export-types.ts';
import { exportableVariants } from './plan-export.ts';

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
  encodedSeconds: made.encoded.reduce((sum, { start, end }) => sum + (end - start) / ENGINE_RATE, 0),
  encoded: made.encoded.map(({ start, end }) => ({ start: start / ENGINE_RATE, end: end / ENGINE_RATE })),
  lufs: made.measured.lufs,
  lra: made.measured.lra,
  dbtp: made.measured.dbtp,
  cues: made.deliverable.cues.length,
  warnings: made.warnings,
  checks: made.checks,
});

/**
 * Writes what describes the files: captions, lyrics and chapters beside them, the player's document, the report, and last
 * the manifest, which names all of it. Files of earlier exports that are still there, of this workout or another, stay listed,
 * and so do those `elsewhere`. Documents that only described a file as it was before it was made anew are removed.
 */
export const writeDocuments = async (
  outDir: string,
  workout: Workout,
  document: Readonly<Record<string, unknown>>,
  made: readonly RenderedFile[],
  duration: Seconds,
  elsewhere: ManifestLists = { files: [], documents: [] },
): Promise<void> => {
  if (made.length === 0) return;
  const entries = made.map((file) => manifestEntry(workout, file));
  const here = await stillThere(outDir);
  const files = merged(entries, merged(here.files, elsewhere.files));
  const kept = { files, documents: describing(files, merged(here.documents, elsewhere.documents)) };
  const ours = inTurn(
    workout,
    files.filter((entry) => entry.workout === workout.id),
  );
  const documents: WorkoutDocumentFile[] = [
    ...filesDocuments(made.map(({ deliverable }) => deliverable)),
    { kind: 'player', file: `${workout.id}.json`, text: asJson(playerDocument(document, workout, ours, duration)) },
    { kind: 'report', ...(await report(outDir, workout, ours, made)) },
  ];
  for (const { file, text } of documents) await writeFileAtomic(join(outDir, file), text);
  const lists = { files: entries, documents: documents.map((each) => manifestDocument(workout, each)) };
  await writeFileAtomic(join(outDir, 'manifest.json'), asJson(manifest(lists, kept, ENGINE_VERSION)));
  // Only now: a manifest never names what is not there.
  const beside = new Set(entries.flatMap(({ file }) => besideNames(file)));
  const stands = new Set([...documents, ...kept.documents].map(({ file }) => file));
  for (const { file } of here.documents) {
    if (beside.has(file) && !stands.has(file)) await rm(join(outDir, file), { force: true });
  }
};

/** Of documents those that describe one of these files, or a workout of theirs. */
const describing = (files: readonly ManifestEntry[], documents: readonly ManifestDocument[]): ManifestDocument[] => {
  const described = new Set(files.flatMap((entry) => (Array.isArray(entry.documents) ? entry.documents : [])));
  const workouts = new Set(files.map(({ workout }) => workout));
  return documents.filter(({ kind, file, workout }) =>
    kind === 'player' || kind === 'report' ? workouts.has(workout) : described.has(file),
  );
};

/** In the order of the workout's variants, whichever was made first: the same files have the same documents. */
const inTurn = (workout: Workout, entries: readonly ManifestEntry[]): ManifestEntry[] => {
  const turns = exportableVariants(workout).map(({ variant }) => variant.id);
  const turn = ({ variant }: ManifestEntry): number => {
    const found = turns.indexOf(String(variant));
    return found < 0 ? turns.length : found;
  };
  return [...entries].sort((a, b) => turn(a) - turn(b));
};

/** The workout's report, of what was made now and of what earlier exports left: these are drawn as in the report before. */
const report = async (
  outDir: string,
  workout: Workout,
  entries: readonly ManifestEntry[],
  made: readonly RenderedFile[],
): Promise<{ file: string; text: string }> => {
  const file = reportName(workout.id);
  const before = await readFile(join(outDir, file), 'utf8').catch(() => '');
  const curves = new Map(curvesIn(before));
  for (const { sha256, measured, deliverable } of made) {
    const drawn = curvesOf(measured, deliverable.plan.length, workout.segments);
    if (drawn) curves.set(sha256, drawn);
  }
  return { file, text: workoutReport(workout, entries, curves, ENGINE_VERSION) };
};

const asJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Of the folder's manifest: files and documents that are there as they were written. */
const stillThere = async (outDir: string): Promise<ManifestLists> => {
  let written: { files?: unknown; documents?: unknown };
  try {
    written = JSON.parse(await readFile(join(outDir, 'manifest.json'), 'utf8')) ?? {};
  } catch {
    return { files: [], documents: [] }; // no manifest yet, or one that is no longer ours to read
  }
  const files = await present<ManifestEntry>(outDir, written.files);
  return { files, documents: await present<ManifestDocument>(outDir, written.documents) };
};

/** Entries of a list whose files are in the folder, with the size they were written with. */
const present = async <Entry extends { readonly file: string; readonly bytes?: unknown }>(
  outDir: string,
  listed: unknown,
): Promise<Entry[]> => {
  if (!Array.isArray(listed)) return [];
  const there = await Promise.all(
    listed.map(async (entry: Entry | null) => {
      if (typeof entry?.file !== 'string' || entry.file.includes('/') || entry.file.includes('\\')) return false;
      const size = await stat(join(outDir, entry.file)).then(
        ({ size }) => size,
        () => null,
      );
      return size === entry.bytes;
    }),
  );
  return listed.filter((_, i) => there[i]);
};
