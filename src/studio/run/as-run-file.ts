import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Frames, LayerRole } from '../../model/index.ts';
import { toFailure } from '../../model/index.ts';
import type { AsRunBegin, AsRunEnd, AsRunRecord } from './as-run.ts';

/** A sound that sounded, [from, to) in frames of the session. */
export interface AsRunRow {
  readonly cue: string;
  readonly number: string;
  readonly name: string;
  readonly layer: number;
  readonly role: LayerRole;
  readonly file: string;
  readonly from: Frames;
  /** Null: it still sounds. */
  readonly to: Frames | null;
  readonly played: Frames | null;
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly ended: string;
}

/** The as-run log on the disk: a line is added as each sound begins and ends, so that a crash loses none. */
export interface AsRunFile {
  readonly path: string;
  add(record: AsRunRecord): void;
  records(): readonly AsRunRecord[];
  /** Resolves when every line is on the disk. */
  settled(): Promise<void>;
}

/** Goes on with a file, or begins one. `log` hears why it could not be written. */
export const openAsRunFile = async (path: string, log: (line: string) => void): Promise<AsRunFile> => {
  const text = await readFile(path, 'utf8').catch(() => '');
  const records = readRecords(text);
  let due = text === '' || text.endsWith('\n') ? '' : '\n';
  let writing: Promise<void> | null = null;
  const write = async (): Promise<void> => {
    // What is added meanwhile is written after it, together.
    while (due !== '') {
      const lines = due;
      due = '';
      try {
        await mkdir(dirname(path), { recursive: true });
        const file = await open(path, 'a');
        try {
          await file.appendFile(lines);
          await file.datasync();
        } finally {
          await file.close();
        }
      } catch (error) {
        log(`What sounded was not written: ${toFailure(error).message}`);
      }
    }
  };
  return {
    path,
    add(record) {
      records.push(record);
      due += `${JSON.stringify(record)}\n`;
      writing ??= write().finally(() => {
        writing = null;
      });
    },
    records: () => records,
    async settled() {
      while (writing !== null) await writing;
    },
  };
};

/** A line that a power cut left half written is left out. */
const readRecords = (text: string): AsRunRecord[] =>
  text.split('\n').flatMap((line) => {
    try {
      return line === '' ? [] : [JSON.parse(line) as AsRunRecord];
    } catch {
      return [];
    }
  });

/** In the order the sounds began. */
export const asRunRows = (records: readonly AsRunRecord[]): AsRunRow[] => {
  const ends = new Map<number, AsRunEnd>();
  for (const record of records) if (record.kind === 'end') ends.set(record.sound, record);
  const begins = records.filter((record): record is AsRunBegin => record.kind === 'begin');
  return begins.map(({ kind: _, sound, at, ...begun }) => {
    const end = ends.get(sound);
    return {
      ...{ ...begun, from: end?.from ?? begun.from, to: end?.to ?? null, played: end?.played ?? null },
      ...{ startedAt: at, endedAt: end?.at ?? null, ended: end?.ended ?? 'sounds still' },
    };
  });
};

const COLUMNS = [
  ...['number', 'name', 'cue', 'layer', 'role', 'file', 'from_frame', 'to_frame', 'played_frames'],
  ...['started', 'ended', 'why'],
];

/** The log as a file: CSV with a head, or JSON. `list`: name of the cuelist. */
export const asRunText = (list: string, rows: readonly AsRunRow[], form: 'csv' | 'json'): string => {
  if (form === 'json') return `${JSON.stringify({ list, rate: 48_000, sounds: rows.map(toJson) }, null, 2)}\n`;
  const lines = rows.map((row) => {
    const { started_at, ended_at, ...rest } = toJson(row);
    return [
      ...[rest.number, rest.name, rest.cue, rest.layer, rest.role, rest.file],
      ...[rest.from_frame, rest.to_frame, rest.played_frames, started_at, ended_at, rest.why],
    ];
  });
  return [COLUMNS, ...lines].map((line) => `${line.map(csvField).join(',')}\r\n`).join('');
};

const toJson = (row: AsRunRow) => ({
  ...{ cue: row.cue, number: row.number, name: row.name, layer: row.layer, role: row.role, file: row.file },
  ...{ from_frame: row.from, to_frame: row.to, played_frames: row.played },
  ...{ started_at: isoOf(row.startedAt), ended_at: isoOf(row.endedAt), why: row.ended },
});

const isoOf = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** Quoted where it must be; what a spreadsheet would take for a formula is text. */
const csvField = (value: string | number | null): string => {
  if (value === null) return '';
  const plain = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};
