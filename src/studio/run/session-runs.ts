import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Frames } from '../../model/index.ts';
import { numberedNames, writeBeside, writeNew } from '../write-beside.ts';
import { type AsRunFile, type AsRunRow, asRunText, openAsRunFile } from './as-run-file.ts';

/** What sounded in so many shows is kept. */
const KEPT_RUNS = 50;
const ENDING = '.as-run.jsonl';

/** The file of what sounds in a show: that of the show that is gone on with, else a new one. `now`: since 1970. */
export const openAsRun = (
  folder: string,
  goOn: string | null,
  id: string,
  now: number,
  log: (line: string) => void,
): Promise<AsRunFile> => openAsRunFile(goOn ?? join(folder, `${stampOf(now)} ${id}${ENDING}`), log);

/** Sounds that were cut off ended where the show goes on. */
export const cutOffSounds = (file: AsRunFile, frame: Frames, now: number): void => {
  const ended = new Set(file.records().flatMap((record) => (record.kind === 'end' ? [record.sound] : [])));
  for (const record of [...file.records()]) {
    if (record.kind !== 'begin' || ended.has(record.sound)) continue;
    const { sound, from } = record;
    const played = Math.max(0, frame - from) as Frames;
    file.add({ kind: 'end', sound, from, to: frame, played, at: now, ended: 'cut off; it goes on below' });
  }
};

/** Forgets what sounded in the oldest shows. */
export const sweepAsRuns = async (folder: string, keep: string | null): Promise<void> => {
  const names = await readdir(folder).catch(() => []);
  const runs = names.filter((name) => name.endsWith(ENDING)).sort();
  for (const name of runs.slice(0, Math.max(0, runs.length - KEPT_RUNS)))
    if (join(folder, name) !== keep) await rm(join(folder, name), { force: true });
};

/** Writes what sounded: where it is told to, or beside the cuelist, over no other file. Gives its path. */
export const exportAsRun = async (
  cuelist: { readonly path: string; readonly name: string },
  rows: readonly AsRunRow[],
  { form, to, now }: { readonly form: 'csv' | 'json'; readonly to: string | null; readonly now: number },
): Promise<string> => {
  const text = asRunText(cuelist.name, rows, form);
  if (to !== null) {
    await writeBeside(to, text);
    return to;
  }
  const stem = `${basename(cuelist.path).replace(/(\.cuelist)?\.[^.]*$/, '')} as run ${stampOf(now)}`;
  return writeNew(dirname(cuelist.path), numberedNames(stem, `.${form}`), () => text);
};

/** `2026-11-21 20.12.06` of this machine's day. */
const stampOf = (now: number): string => {
  const date = new Date(now);
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day} ${two(date.getHours())}.${two(date.getMinutes())}.${two(date.getSeconds())}`;
};
