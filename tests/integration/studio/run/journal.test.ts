import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type JournalEntry, openJournal } from '../../../../src/studio/run/journal.ts';

let folder: string;
let logged: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cueforge-journal-'));
  logged = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'shows', 'journal.jsonl');
const open = () => openJournal(path(), (line) => logged.push(line));
const entry = (at: number, what = `“one” at ${at}`): JournalEntry => ({
  ...{ version: 1, path: '/show.json', name: 'Evening', at, what },
  ...{ startedAt: 0, done: [], asRun: null, session: { at } },
});
const text = (): string => readFileSync(path(), 'utf8');
/** Keeps each, and not only the newest of them. */
const keepAll = async (entries: readonly JournalEntry[]): Promise<void> => {
  const journal = open();
  for (const each of entries) {
    journal.keep(each);
    await expect.poll(() => existsSync(path()) && text().endsWith(`${JSON.stringify(each)}\n`)).toBe(true);
  }
  await journal.close();
};

describe('the journal of a show', () => {
  it('gives the newest entry, to another process too, until the show ends', async () => {
    const journal = open();
    expect(await journal.read()).toBeNull();
    for (let at = 1; at <= 20; at += 1) {
      journal.keep(entry(at));
      if (at % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    }
    await journal.close();
    expect(await open().read()).toEqual(entry(20));
    expect(logged).toEqual([]);
    journal.clear();
    await journal.close();
    expect([existsSync(path()), await open().read()]).toEqual([false, null]);
  });

  it('falls back on the entry before where a crash cut off the last', async () => {
    await keepAll([entry(1), entry(2)]);
    const whole = text();
    for (const left of [1, 20, JSON.stringify(entry(2)).length]) {
      writeFileSync(path(), whole.slice(0, whole.length - 1 - left));
      expect(await open().read()).toEqual(entry(1));
    }
    expect(logged).toEqual([]);
  });

  it('says that it cannot be read where no entry is whole', async () => {
    await keepAll([entry(1)]);
    writeFileSync(path(), text().slice(0, 30));
    expect(await open().read()).toBeNull();
    expect(logged).toEqual(['The journal of a show that was cut off cannot be read']);
  });

  it('begins its file anew before it grows long, and with another show', async () => {
    await keepAll(Array.from({ length: 10 }, (_, at) => entry(at, 'x'.repeat(300_000))));
    expect(statSync(path()).size).toBeLessThan(1_500_000);
    await keepAll([entry(99)]);
    expect(text().trim().split('\n')).toHaveLength(1);
    expect(await open().read()).toEqual(entry(99));
  });
});
