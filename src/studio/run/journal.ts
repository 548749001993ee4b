import { type FileHandle, mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { toFailure } from '../../model/index.ts';
import { writeBeside } from '../write-beside.ts';

/** Where a show is, so that it can be gone on with after a crash or a power cut. */
const journalEntry = z.object({
  version: z.literal(1),
  /** The cuelist's file, and the name of its list. */
  path: z.string(),
  name: z.string(),
  /** When it was so. Milliseconds since 1970. */
  at: z.number(),
  /** What sounded, with how far: a sentence. */
  what: z.string(),
  /** Session frame of the first GO. */
  startedAt: z.number().int().nullable(),
  /** Ids of the cues that were fired. */
  done: z.array(z.string()),
  /** The file of what sounded until then. */
  asRun: z.string().nullable(),
  /** What the engine goes on from. */
  session: z.unknown(),
});
export type JournalEntry = z.infer<typeof journalEntry>;

/** The journal of the show that runs: where it is, the newest entry. It outlives the process, and ends with the show. */
export interface Journal {
  /** What was there when the studio was opened; null: nothing was cut off. */
  read(): Promise<JournalEntry | null>;
  /** Takes the place of the entry before, on the disk soon. */
  keep(entry: JournalEntry): void;
  /** The show has ended. */
  clear(): void;
  /** Resolves when the disk has what was kept last. */
  close(): Promise<void>;
}

/** A file that has grown so long begins anew with the newest entry. Bytes. */
const LONGEST = 1_000_000;

/**
 * `path`: the journal's file. Its folder is made if need be. `log` hears why it could not be written. An entry is a line at
 * the file's end, which takes little of the disk every second; of a line that a crash cut off, the one before it holds.
 */
export const openJournal = (path: string, log: (line: string) => void): Journal => {
  /** What is to be on the disk; undefined: it is there. */
  let due: JournalEntry | null | undefined;
  let writing: Promise<void> | null = null;
  /** The file of this show; null: it is not begun. */
  let file: FileHandle | null = null;
  let length = 0;

  const letGo = async (): Promise<void> => {
    const before = file;
    file = null;
    await before?.close().catch(() => undefined);
  };
  const append = async (line: string): Promise<void> => {
    if (file === null || length > LONGEST) {
      await letGo();
      await mkdir(dirname(path), { recursive: true });
      await writeBeside(path, line);
      file = await open(path, 'a');
      length = line.length;
      return;
    }
    await file.write(line);
    await file.datasync();
    length += line.length;
  };
  const write = async (): Promise<void> => {
    while (due !== undefined) {
      const entry = due;
      due = undefined;
      try {
        if (entry !== null) await append(`${JSON.stringify(entry)}\n`);
        else {
          await letGo();
          await rm(path, { force: true });
        }
      } catch (error) {
        await letGo();
        log(`The show's position was not kept: ${toFailure(error).message}`);
      }
    }
  };
  const soon = (entry: JournalEntry | null): void => {
    due = entry;
    // One writer; what comes meanwhile is written after it, only the newest.
    writing ??= write().finally(() => {
      writing = null;
    });
  };

  return {
    async read() {
      const text = await readFile(path, 'utf8').catch(() => '');
      const lines = text.split('\n').filter((line) => line !== '');
      for (const line of lines.toReversed()) {
        const entry = entryOf(line);
        if (entry !== null) return entry;
      }
      if (lines.length > 0) log('The journal of a show that was cut off cannot be read');
      return null;
    },
    keep: soon,
    clear: () => soon(null),
    async close() {
      while (writing !== null) await writing;
      await letGo();
    },
  };
};

/** Null: it is none, or was cut off. */
const entryOf = (line: string): JournalEntry | null => {
  try {
    return journalEntry.parse(JSON.parse(line));
  } catch {
    return null;
  }
};
