import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import type { CuelistDocument } from '../../../../src/model/index.ts';
import { createCuelistEditors, type OpenCuelist } from '../../../../src/studio/run/cuelist-editor.ts';

/** A folder for one test with the editors of a library, which can be closed and opened again, and a clock that stands. */
export const cuelistDesk = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-cuelists-'));
  const clock = { at: Date.UTC(2026, 10, 21, 20) };
  const at = (name: string): string => join(folder, name);
  const log: string[] = [];
  const open = async () => {
    const library = await openLibrary({ folder: at('library'), now: () => clock.at });
    const editors = createCuelistEditors({
      ...{ library, now: () => clock.at, folder: () => at('Cuelists') },
      log: (line) => void log.push(line),
    });
    return { library, editors };
  };
  let desk = await open();
  const close = async (): Promise<void> => {
    await desk.editors.close();
    await desk.library.close();
  };
  return {
    ...{ folder, clock, at, log },
    editors: () => desk.editors,
    library: () => desk.library,
    write(name: string, content: unknown): string {
      writeFileSync(at(name), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
      return at(name);
    },
    json: (name: string): CuelistDocument => JSON.parse(readFileSync(at(name), 'utf8')) as CuelistDocument,
    close,
    async reopen(): Promise<void> {
      await close();
      desk = await open();
    },
    async remove(): Promise<void> {
      await close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type CuelistDesk = Awaited<ReturnType<typeof cuelistDesk>>;

/** A list of a loop, a line that fades it, a group and a memo, with keys that nobody knows. */
export const SHOW = {
  id: 'show',
  name: 'Friday',
  desk: { lights: 'late' },
  cues: [
    { id: 'doors', name: 'Doors', layers: [{ file: 'beds/doors.wav', role: 'background', loop: true, mood: 'calm' }] },
    { id: 'down', name: 'Down', control: { does: 'fade', target: 'doors', gain_db: -12, duration_ms: 500 } },
    { id: 'walk', name: 'Walk-out', mode: 'playlist', cues: [{ id: 'one', layers: [{ file: 'one.mp3' }] }] },
    { id: 'late', name: 'If late', kind: 'memo', lamp: 3 },
  ],
};

export const HOW = { merge: null, label: null } as const;
export const rename = (opened: OpenCuelist, name: string): void => {
  opened.apply([{ op: 'list.change', change: { name } }], { merge: null, label: `Name ${name}` });
};

/** Resolves when the file has everything. */
export const saved = (opened: OpenCuelist): Promise<void> =>
  expect.poll(() => opened.saved().savedAt, { timeout: 20_000, interval: 20 }).not.toBeNull();
