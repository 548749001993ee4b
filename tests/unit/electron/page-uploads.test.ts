import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPageUploads } from '../../../electron/page-uploads.ts';
import { toFailure } from '../../../src/model/index.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'cueforge-uploads-'));
  folder = join(home, 'uploads');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const body = (...chunks: (number[] | Error)[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    pull(controller) {
      const chunk = chunks.shift();
      if (chunk === undefined) controller.close();
      else if (chunk instanceof Error) controller.error(chunk);
      else controller.enqueue(Uint8Array.from(chunk));
    },
  });
const codeOf = (thrown: Promise<unknown>): Promise<string> =>
  thrown.then(
    () => 'taken',
    (error) => toFailure(error).code,
  );

describe('what a desktop page sends', () => {
  it('is a file of its own, whatever it is called', async () => {
    const uploads = createPageUploads(folder);
    const names = ['a.wav', '../../x.wav', 'C:\\x.WAV', 'a.w/v', '', '.wav', 'a.way-too-long-an-ending'];
    const paths = await Promise.all(names.map((name) => uploads.receive(body([1, 2], [3]), name)));
    expect(new Set(paths).size).toBe(names.length);
    for (const path of paths) {
      expect(dirname(path)).toBe(folder);
      expect(path).toMatch(/[0-9a-f]{16}\.wav$/);
      expect([...readFileSync(path)]).toEqual([1, 2, 3]);
    }
  });

  it('is refused over the limit, and where nothing came; nothing of it stays', async () => {
    const uploads = createPageUploads(folder, 4);
    expect(await codeOf(uploads.receive(body([1, 2, 3], [4, 5]), 'a.wav'))).toBe('bad-argument');
    expect(await codeOf(uploads.receive(body(), 'a.wav'))).toBe('bad-argument');
    expect(await codeOf(uploads.receive(null, 'a.wav'))).toBe('bad-argument');
    expect(await codeOf(uploads.receive(body([1], new Error('gone')), 'a.wav'))).toBe('folder-unwritable');
    expect(readdirSync(folder)).toEqual([]);
    expect(await codeOf(uploads.receive(body([1, 2, 3, 4]), 'a.wav'))).toBe('taken');
  });

  it('is taken once its folder can be made, though it could not at first', async () => {
    writeFileSync(join(home, 'in-the-way'), 'x');
    const uploads = createPageUploads(join(home, 'in-the-way', 'uploads'));
    expect(await codeOf(uploads.receive(body([1]), 'a.wav'))).toBe('folder-unwritable');
    rmSync(join(home, 'in-the-way'));
    expect(await codeOf(uploads.receive(body([1]), 'a.wav'))).toBe('taken');
  });

  it('takes the place of what was left by a window that is gone', async () => {
    mkdirSync(folder);
    writeFileSync(join(folder, 'left.wav'), 'x');
    const uploads = createPageUploads(folder);
    await uploads.receive(body([1]), 'a.wav');
    await uploads.receive(body([1]), 'b.wav');
    expect(existsSync(join(folder, 'left.wav'))).toBe(false);
    expect(readdirSync(folder)).toHaveLength(2);
  });
});
