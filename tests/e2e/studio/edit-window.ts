import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { expect } from 'vitest';
import type { WorkoutDocument } from '../../../src/model/index.ts';

/** Looks again until it is so: windows on a busy machine take their time. Milliseconds. */
export const soon = <Value>(look: () => Value, timeout = 20_000) => expect.poll(look, { timeout, interval: 50 });

/** Edit in a real window, as a hand and an eye have it. */
export const editWindow = (page: Page) => {
  const timeline = page.locator('[data-timeline]');
  const box = async () => (await timeline.boundingBox())!;
  const cues = (): Promise<string[]> => timeline.getByRole('option').allInnerTexts();
  return {
    page,
    timeline,
    /** What the list of cues says of each, in time: `Cue 2, 0:44.9, Hold it., 0.5 seconds`. */
    cues,
    /** Times of the cues, seconds. */
    async times(): Promise<number[]> {
      return (await cues()).map((said) => {
        const [, minutes, seconds] = /, (\d+):([\d.]+),/.exec(said)!;
        return Number(minutes) * 60 + Number(seconds);
      });
    },
    /** What they say: without number and time before it, and what is told of the take behind it. */
    texts: async (): Promise<string[]> =>
      (await cues()).map((said) =>
        said
          .split(', ')
          .slice(2)
          .filter(
            (part) =>
              !/^(\d[\d.]* seconds?|its take .*|overlaps another cue|not in this variant|runs past the end)$/.test(
                part,
              ),
          )
          .join(', '),
      ),
    async hasCues(count: number): Promise<void> {
      await soon(async () => (await cues()).length).toBe(count);
    },
    room: (name: string) =>
      page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name, exact: true }).click(),
    /** Places on the lanes: pixels from the left; the cue lane's boxes, the segments, the music. */
    async at(x: number, lane: 'segments' | 'music' | 'cues'): Promise<[number, number]> {
      const { x: left, y: top, height } = await box();
      const y = { segments: 34 + 48, music: 34 + 60 + 120, cues: height - 40 }[lane];
      return [left + x, top + y];
    },
    /** Presses, moves in steps and lets go. `during` is done before that. */
    async drag(from: readonly [number, number], to: readonly [number, number], during?: () => Promise<unknown>) {
      await page.mouse.move(...from);
      await page.mouse.down();
      await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2);
      await page.mouse.move(...to, { steps: 3 });
      await during?.();
      await page.mouse.up();
    },
    /** Seconds at which the playhead is. */
    async playhead(): Promise<number> {
      const said = await page.getByRole('timer', { name: 'Playhead' }).innerText();
      const [, minutes, seconds] = /(\d+):(\d\d\.\d{3})/.exec(said)!;
      return Number(minutes) * 60 + Number(seconds);
    },
    /** Goes from control to control with Tab until one of this name has the focus. */
    async tabTo(name: string | RegExp): Promise<void> {
      for (let i = 0; i < 40; i++) {
        const focused = await page.evaluate(
          '(document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent ?? "").trim()',
        );
        if (typeof name === 'string' ? focused === name : name.test(String(focused))) return;
        await page.keyboard.press('Tab');
      }
      throw new Error(`Tab did not come to ${name}`);
    },
    /** What screen readers were told last, by any part of the page. */
    said: async (): Promise<string> => (await page.locator('output').allInnerTexts()).join(' | '),
    async saved(): Promise<void> {
      await page.getByText(/^Saved \d/).waitFor();
    },
  };
};
export type EditWindow = ReturnType<typeof editWindow>;

/** The workout file of this title below a folder, and its path. */
export const workoutFile = (folder: string, title: string): { path: string; document: WorkoutDocument } => {
  for (const name of readdirSync(folder).filter((each) => each.endsWith('.json'))) {
    const path = join(folder, name);
    const document = JSON.parse(readFileSync(path, 'utf8')) as WorkoutDocument;
    if (document.title === title) return { path, document };
  }
  throw new Error(`No workout called ${title} is in ${folder}`);
};

/** The samples of a 24-bit WAV file, as the whole numbers they are. */
export const wholeSamples = (path: string): Int32Array => {
  const bytes = readFileSync(path);
  let at = 12;
  while (bytes.toString('latin1', at, at + 4) !== 'data') at += 8 + bytes.readUInt32LE(at + 4);
  const count = bytes.readUInt32LE(at + 4) / 3;
  return Int32Array.from({ length: count }, (_, i) => bytes.readIntLE(at + 8 + 3 * i, 3));
};
