import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type AssetQuery, assetQuery } from '../../../src/contract/index.ts';
import type { Analysis, Library, NewFile } from '../../../src/library/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';

/** A Saturday morning. Milliseconds since 1970. */
export const MORNING = Date.UTC(2026, 10, 21, 9);
export const DAY = 24 * 3_600_000;

/** A folder for one test, gone afterwards, and a clock that stands until it is set. */
export const scratchLibrary = () => {
  const root = mkdtempSync(join(tmpdir(), 'cueforge-library-'));
  const clock = { at: MORNING };
  return {
    folder: join(root, 'library'),
    clock,
    now: () => clock.at,
    at: (name: string) => join(root, name),
    /** A file whose bytes are `content`. */
    write(name: string, content: string = name): string {
      writeFileSync(join(root, name), content);
      return join(root, name);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};

/** An id as the bytes of a file that holds `content` give it. */
export const idOf = (content: string): string => createHash('sha256').update(content).digest('hex').slice(0, 32);

/** A file as an import finds it, its bytes and name after `title` unless `over` says more. */
export const sound = (title: string, over: Partial<NewFile> = {}): NewFile => ({
  id: idOf(title),
  path: `/music/${title}.mp3`,
  bytes: 1000,
  modifiedAt: MORNING - DAY + 0.25,
  title,
  artist: '',
  album: '',
  format: 'MP3 320',
  kind: 'track',
  seconds: 180,
  sampleRate: 48_000,
  channels: 2,
  bitrateKbps: 320,
  hasCover: false,
  tags: [],
  origin: 'imported',
  ...over,
});

export const measured = (over: Partial<Analysis> = {}): Analysis => ({
  seconds: 180.5,
  lufs: -14.2,
  lra: 5.5,
  dbtp: -0.8,
  maxMomentary: -9.1,
  maxShortTerm: -10.4,
  samplePeak: -1,
  clipped: 0,
  clips: [],
  silences: [{ start: 179, end: 180.5 }],
  bpm: 128,
  firstBeat: 0.42,
  warnings: [],
  ...over,
});

/** A query with the contract's defaults. */
export const query = (over: Partial<AssetQuery> = {}): AssetQuery => assetQuery.parse(over);

/** Titles a query finds, in order. */
export const titles = (library: Library, over: Partial<AssetQuery> = {}): string[] =>
  library.search(query(over)).rows.map(({ title }) => title);

/** The code of the failure that `work` throws; null: none. */
export const codeOf = async (work: () => unknown): Promise<string | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof CueforgeError) return error.failure.code;
    throw error;
  }
};
