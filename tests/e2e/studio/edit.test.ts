import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WorkoutDocument } from '../../../src/model/index.ts';
import { openPreviewed, type Previewed } from '../../integration/studio/preview-material.ts';
import { toneWav } from '../../integration/studio/tone-wav.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { beatWav } from './beat-wav.ts';
import { type EditWindow, editWindow, soon, wholeSamples, workoutFile } from './edit-window.ts';
import { exportedInto } from './exported-files.ts';
import { buildStudio, type OpenStudio, openDesktop, openWeb } from './open-host.ts';

/** A coach's day at the timeline: workouts from nothing in real windows, and what becomes of them. */
let home: Awaited<ReturnType<typeof makeHome>>;
let studio: OpenStudio;
let edit: EditWindow;
const errors: string[] = [];
/** Where pictures of the drags are put to be looked at; nowhere unless asked for. */
const PICTURES = process.env.EDIT_PICTURES;

const workouts = (): string => join(home.path, 'Music', 'Cueforge', 'Workouts');
const onDisk = async (title: string): Promise<WorkoutDocument> => {
  await edit.saved();
  return workoutFile(workouts(), title).document;
};
/** The first frames of the mix of `coached`, as a studio plays it. */
const heard = async (other: Previewed, path: string, count: number): Promise<Float32Array> => {
  const listener = other.listen();
  listener.say({ kind: 'open', epoch: 1, sound: { kind: 'mix', workout: path, variant: 'coached' }, from: 0 });
  const over = (): boolean => listener.of(1).some(({ kind }) => kind === 'ended' || kind === 'failed');
  for (let granted = 0; granted < count; ) {
    const more = Math.min(480_000, count - granted);
    granted += more;
    listener.credit(1, more);
    await listener.until(() => listener.framesOf(1) >= granted || over());
  }
  const { pcm } = listener.sound(1);
  listener.close();
  return pcm;
};
const start = async (open: (home: string) => Promise<OpenStudio>): Promise<void> => {
  studio = await open(home.path);
  studio.page.setDefaultTimeout(15_000);
  studio.page.on('pageerror', (error) => errors.push(error.message));
  studio.page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
  edit = editWindow(studio.page);
};
const picture = async (name: string): Promise<void> => {
  if (PICTURES && !studio.page.isClosed()) await studio.page.screenshot({ path: join(PICTURES, `${name}.png`) });
};

beforeAll(async () => {
  buildStudio();
  home = await makeHome();
  beatWav(join(home.path, 'music', 'Neon Divide.wav'), { bpm: 120, seconds: 120 });
  await start(openDesktop);
  await studio.page.getByRole('button', { name: 'Look around first' }).click();
  await edit.room('Library');
  await studio.importFolder(join(home.path, 'music'));
  await studio.page.getByRole('row').filter({ hasText: 'Neon Divide' }).filter({ hasText: '120' }).waitFor();
});
afterEach(({ task }) => (task.result?.state === 'fail' ? picture(`failed ${task.name}`) : undefined));
afterAll(async () => {
  await studio?.close();
  await home?.remove();
});

describe('by hand', () => {
  let empty: WorkoutDocument;
  let full: WorkoutDocument;

  it('makes a workout with music of the library', async () => {
    const { page } = studio;
    await edit.room('Edit');
    await page.getByRole('button', { name: 'New workout…' }).click();
    await page.getByLabel('Title', { exact: true }).fill('By hand');
    await page.getByRole('button', { name: 'Choose Neon Divide' }).click();
    await page.getByRole('button', { name: 'Make the workout' }).click();
    await page.getByText('beat grid').first().waitFor();
    empty = await onDisk('By hand');
    expect(empty.cues ?? []).toEqual([]);
  });

  it('puts cues where it double-clicks, with the words that it types', async () => {
    const { page } = studio;
    for (let i = 0; i < 10; i++) {
      await page.mouse.dblclick(...(await edit.at(30 + 45 * i, 'cues')));
      await page.getByLabel('Words of the new cue').fill(`Cue ${i + 1}.`);
      await page.keyboard.press('Enter');
      await edit.hasCues(i + 1);
    }
    expect(await edit.texts()).toEqual(Array.from({ length: 10 }, (_, i) => `Cue ${i + 1}.`));
    const times = await edit.times();
    for (const [i, time] of times.entries()) expect(Math.abs(time - (30 + 45 * i) * (times[9] / 435))).toBeLessThan(1);
  });

  it('drags a cue to a beat, and lets it be with Escape', async () => {
    const { page } = studio;
    const before = await edit.times();
    await edit.drag(await edit.at(33, 'cues'), await edit.at(53, 'cues'), async () => {
      await picture('drag-cue');
      await page.getByText(/^(beat \d of )?bar \d+$/).waitFor();
      await page.keyboard.press('Escape');
    });
    expect(await edit.times()).toEqual(before);
    await edit.drag(await edit.at(33, 'cues'), await edit.at(53, 'cues'));
    await soon(async () => (await edit.times())[0]).toBeGreaterThan(before[0] + 0.6);
  });

  it('chooses with a rectangle and copies with Ctrl', async () => {
    const { page } = studio;
    const [left, y] = await edit.at(2, 'cues');
    await edit.drag([left, y - 14], [left + 470, y + 20], () => picture('marquee'));
    expect(await edit.timeline.locator('[aria-selected=true]').count()).toBe(10);
    await page.keyboard.down('Control');
    await edit.drag(await edit.at(438, 'cues'), await edit.at(918, 'cues'), () => picture('copy'));
    await page.keyboard.up('Control');
    await edit.hasCues(20);
    const times = await edit.times();
    const apart = times.slice(10).map((time, i) => time - times[i]);
    expect(Math.max(...apart) - Math.min(...apart)).toBeLessThan(0.11);
  });

  it('makes, names and moves segments', async () => {
    const { page } = studio;
    await page.mouse.dblclick(...(await edit.at(4, 'segments')));
    await page.getByText('Segment 1').first().waitFor({ state: 'attached' });
    await page.mouse.click(...(await edit.at(500, 'segments')), { button: 'right' });
    await page.getByRole('menuitem', { name: 'Split the segment here' }).click();
    await page.mouse.dblclick(...(await edit.at(700, 'segments')));
    await page.getByLabel('Name of the segment').fill('Sprints');
    await page.keyboard.press('Enter');
    await edit.drag(await edit.at(500, 'segments'), await edit.at(560, 'segments'), () => picture('edge'));
    await page.mouse.click(...(await edit.at(200, 'music')), { button: 'right' });
    await page.getByRole('menuitem', { name: 'Marker here' }).click();
    await soon(async () => (await onDisk('By hand')).markers?.length).toBe(1);
    const { segments } = await onDisk('By hand');
    expect(segments?.map(({ title }) => title)).toEqual(['Segment 1', 'Sprints']);
    const [warm, sprints] = segments!;
    expect(warm.start_time + warm.duration_seconds).toBeCloseTo(sprints.start_time, 3);
  });

  it('turns the music down by its line', async () => {
    await studio.page.mouse.click(...(await edit.at(300, 'music')));
    const [x, top] = await edit.at(420, 'music');
    // Where the line is, is told by the pointer's shape.
    let line = 0;
    for (let y = top; y < top + 250 && line === 0; y += 2) {
      await studio.page.mouse.move(x, y);
      await studio.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      if (await edit.timeline.evaluate((element) => element.style.cursor === 'ns-resize')) line = y;
    }
    expect(line).toBeGreaterThan(0);
    await edit.drag([x, line + 1], [x, line - 25], () => picture('gain'));
    await soon(async () => (await onDisk('By hand')).tracks?.[0].gain_db ?? 0).toBeLessThan(-0.9);
  });

  it('plays, without the sound running out', async () => {
    const { page } = studio;
    await page.keyboard.press('Space');
    await soon(() => edit.playhead()).toBeGreaterThan(1);
    await page.keyboard.press('Space');
    expect(await page.getByText(/under-run/).innerText()).toContain('0 under-runs');
  });

  it('undoes everything, to the empty workout, and does it all again', async () => {
    full = await onDisk('By hand');
    expect(full.cues).toHaveLength(20);
    const { page } = studio;
    // Faster than the studio answers, and more often than there is something to undo.
    for (let i = 0; i < 50; i++) await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Nothing to undo' }).first().waitFor();
    await edit.hasCues(0);
    expect(await onDisk('By hand')).toEqual(empty);
    for (let i = 0; i < 50; i++) await page.keyboard.press('Control+Shift+Z');
    await page.getByRole('button', { name: 'Nothing to redo' }).first().waitFor();
    await edit.hasCues(20);
    await soon(async () => JSON.stringify(await onDisk('By hand'))).toBe(JSON.stringify(full));
  });

  it('can still be undone after the application was closed', async () => {
    await studio.close();
    await start(openDesktop);
    await edit.hasCues(20);
    await studio.page.keyboard.press('Control+z');
    await soon(async () => (await onDisk('By hand')).tracks?.[0].gain_db ?? 0).toBe(0);
    await studio.page.keyboard.press('Control+y');
    await soon(async () => JSON.stringify(await onDisk('By hand'))).toBe(JSON.stringify(full));
  });
});

describe('by keyboard alone', () => {
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await studio.page.keyboard.press(key);
  };
  const type = (text: string): Promise<void> => studio.page.keyboard.type(text);

  it('makes a workout', async () => {
    await press('Control+n');
    await studio.page.getByLabel('Title', { exact: true }).waitFor();
    await type('By key');
    await edit.tabTo('Choose Neon Divide');
    await press('Enter');
    await edit.tabTo('Make the workout');
    await press('Enter');
    await studio.page.getByRole('heading', { name: 'By key', level: 1 }).waitFor();
    await studio.page.getByText('beat grid').first().waitFor();
    await edit.hasCues(0);
  });

  it('drops cues while it plays: the sound goes on while their words are typed', async () => {
    await press('Space');
    for (let i = 0; i < 4; i++) {
      const before = await edit.playhead();
      await soon(() => edit.playhead()).toBeGreaterThan(before + 0.7);
      await press('c');
      await studio.page.getByLabel('Words of the new cue').waitFor();
      const at = await edit.playhead();
      await type(`Go ${i + 1}, mix it.`);
      await soon(() => edit.playhead()).toBeGreaterThan(at);
      await press('Enter');
      await edit.hasCues(i + 1);
    }
    await press('Space');
    const times = await edit.times();
    for (let i = 1; i < 4; i++) expect(times[i]).toBeGreaterThan(times[i - 1] + 0.4);
    expect(await edit.texts()).toEqual([1, 2, 3, 4].map((n) => `Go ${n}, mix it.`));
    expect(await studio.page.getByText(/under-run/).innerText()).toContain('0 under-runs');
  });

  it('nudges, copies, pastes, duplicates and anchors them', async () => {
    const before = await edit.times();
    // Quicker than the studio answers: each is reckoned from what the one before it left.
    await press('.', '.', '.', '>');
    await soon(async () => (await edit.times())[3]).toBeCloseTo(before[3] + 3.5, 1);
    await press('Control+z');
    await soon(() => edit.times()).toEqual(before);
    await press('Control+Shift+z');
    await press('Control+a', 'Control+c', 'End', 'Home');
    for (let i = 0; i < 8; i++) await press('ArrowRight');
    for (let i = 2; i <= 4; i++) {
      for (let bar = 0; bar < 8; bar++) await press('Shift+ArrowRight');
      await press('Control+v');
      await edit.hasCues(4 * i);
    }
    await press('Control+d');
    await edit.hasCues(20);
    await press('Control+a', 'a');
    const document = async () => await onDisk('By key');
    await soon(async () => (await document()).cues?.every(({ anchor }) => anchor != null)).toBe(true);
    expect((await document()).cues?.map(({ text }) => text).sort()).toEqual(
      Array.from({ length: 20 }, (_, i) => `Go ${Math.floor(i / 5) + 1}, mix it.`),
    );
  });

  it('goes from cue to cue, writes other words and removes one', async () => {
    await press('Escape', 'Home', 'ArrowDown', 'Enter');
    await studio.page.getByLabel('Words of the cue').waitFor();
    await press('Control+a');
    await type('First.');
    await press('Tab');
    await soon(() => studio.page.getByLabel('Words of the cue').inputValue()).toMatch(/^Go/);
    await press('Escape');
    await soon(async () => (await edit.texts())[0]).toBe('First.');
    await press('Delete');
    await edit.hasCues(19);
    await soon(() => edit.said()).toContain('Cue deleted');
    await press('Control+z');
    await edit.hasCues(20);
    await soon(() => edit.said()).toContain('Undo: Delete');
  });
});

describe('what was made', () => {
  let exported: string;

  it('is exported', async () => {
    const { page } = studio;
    await page
      .getByRole('button', { name: 'Variants', exact: true })
      .or(page.getByRole('tab', { name: 'Variants' }))
      .first()
      .click();
    await page
      .getByRole('group', { name: /Formats/ })
      .getByLabel('wav', { exact: true })
      .check();
    await soon(async () => (await onDisk('By key')).variants?.[0].formats).toEqual(['wav']);
    await page.keyboard.press('Control+e');
    await page.getByRole('button', { name: /^Export \d/ }).click();
    const folder = join(home.path, 'Music', 'Cueforge', 'by-key');
    const coached = () => exportedInto(folder).find((file) => /coached\.wav$/.test(file)) ?? '';
    await soon(() => existsSync(coached()), 120_000).toBe(true);
    exported = coached();
  }, 180_000);

  it('sounds in the preview as it was exported, to the sample', async () => {
    await studio.close();
    // A studio of its own on the same library, its takes and music made anew.
    const other = await openPreviewed(join(home.path, 'cueforge'));
    try {
      const { path } = workoutFile(workouts(), 'By key');
      await other.client.call('edit.open', { path });
      await other.settled(path);
      const file = wholeSamples(exported);
      // 24 bits of each sample, as ffmpeg takes them: rounded to 32, of which the last 8 are cut off.
      const apart = (pcm: Float32Array): number =>
        pcm.findIndex((sample, i) => file[i] !== Math.floor(Math.round(sample * 2 ** 31) / 256));
      // The loudness of the whole is found while one listens already: the beginning tells when it is.
      await soon(async () => apart(await heard(other, path, 4800)), 60_000).toBe(-1);
      const whole = await heard(other, path, file.length / 2);
      expect([whole.length, apart(whole)]).toEqual([file.length, -1]);
      expect(whole.some((sample) => Math.abs(sample) > 0.3)).toBe(true);
    } finally {
      await other.close();
    }
  }, 180_000);

  it('is the same in two browsers that edit it at once', async () => {
    await start(openWeb);
    await edit.room('Edit');
    await edit.hasCues(20);
    const context = studio.page.context();
    const beside = await context.browser()!.newContext({ storageState: await context.storageState() });
    const second = await beside.newPage();
    await second.goto(studio.page.url());
    const there = editWindow(second);
    await there.room('Edit');
    await there.hasCues(20);
    const isSame = async () => JSON.stringify(await edit.cues()) === JSON.stringify(await there.cues());
    await Promise.all([
      (async () => {
        await studio.page.keyboard.press('ArrowDown');
        for (let i = 0; i < 5; i++) await studio.page.keyboard.press('.');
      })(),
      (async () => {
        await second.keyboard.press('ArrowUp');
        await second.keyboard.press('Control+d');
      })(),
    ]);
    await edit.hasCues(21);
    await there.hasCues(21);
    await soon(isSame).toBe(true);
    await second.keyboard.press('Control+z');
    await second.keyboard.press('Control+z');
    await edit.hasCues(20);
    await soon(isSame).toBe(true);
    await edit.saved();
    await beside.close();
  });

  it('takes a recording that is dropped on free ground as a new cue', async () => {
    const { page } = studio;
    toneWav(join(home.path, 'Well done.wav'), { hertz: 300, seconds: 1, level: 0.3 });
    const bytes = readFileSync(join(home.path, 'Well done.wav')).toString('base64');
    const [clientX, clientY] = await edit.at(900, 'cues');
    const dataTransfer = await page.evaluateHandle(`(() => {
      const bytes = Uint8Array.from(atob('${bytes}'), (character) => character.charCodeAt(0));
      const transfer = new DataTransfer();
      transfer.items.add(new File([bytes], 'Well done.wav', { type: 'audio/wav' }));
      return transfer;
    })()`);
    await edit.timeline.dispatchEvent('dragover', { dataTransfer, clientX, clientY });
    await page.getByText('New cue with this recording').waitFor();
    await edit.timeline.dispatchEvent('drop', { dataTransfer, clientX, clientY });
    await edit.hasCues(21);
    const takesOf = async (text: string) =>
      (await onDisk('By key')).cues?.find((cue) => cue.text === text)?.takes ?? [];
    await soon(() => edit.texts()).toContain('Well done');
    await soon(async () => (await takesOf('Well done')).length).toBe(1);
  });

  it('told no error on any console', () => {
    expect(errors).toEqual([]);
  });
});
