import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createClient, createInMemoryChannels, type MadeExport, serve } from '../../../src/contract/index.ts';
import { createPcmCache, findFfmpeg } from '../../../src/media/index.ts';
import { openStudioService } from '../../../src/studio/index.ts';
import { settled } from '../../integration/studio/queue/desk.ts';
import { wavFile } from '../../integration/studio/wav-file.ts';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { axeFindings } from './axe-findings.ts';
import { EAR, listenIn, samplesOf } from './ear.ts';
import { buildStudio, type OpenStudio, openDesktop, openWeb } from './open-host.ts';

/** What was made is listened to in real windows: every sample that goes to its device is looked at. */
const SECONDS = 40;
/** Frames of the change from one sound to the other, and of the fade where sound begins. */
const [CHANGE, FADE] = [384, 480];

let home: Awaited<ReturnType<typeof makeHome>>;
let studio: OpenStudio;
let page: Page;
const errors: string[] = [];
/** What was made, by name, and its left channel as it is decoded. */
const made = new Map<string, MadeExport>();
const sounds = new Map<string, Float32Array>();
const sound = (name: string): Float32Array => sounds.get(name)!;

const heard = async (): Promise<Float32Array> => samplesOf(await page.evaluate('window.heard()'));

/** What is to be heard of a frame: A and B at their gains. */
type Mix = (frame: number) => number;
const mix =
  (first: string, a: number, second: string, b: number): Mix =>
  (frame) =>
    Math.fround((sound(first)[frame] ?? 0) * Math.fround(a) + (sound(second)[frame] ?? 0) * Math.fround(b));
/** The frame at which a stretch of what was heard begins, every sample of it as due, or `within` so much; -1: it is nowhere. */
const placeOf = (samples: Float32Array, due: Mix, within = 0): number => {
  for (let at = 0; at < SECONDS * 48_000; at++) {
    let i = 0;
    while (i < samples.length && Math.abs(samples[i] - due(at + i)) <= within) i++;
    if (i === samples.length) return at;
  }
  return -1;
};
/** Waits until what was heard last is this, and says from which frame on. */
const hears = async (due: Mix, within = 0): Promise<number> => {
  let at = -1;
  await expect
    .poll(
      async () => {
        at = placeOf((await heard()).subarray(EAR - 4_096), due, within);
        return at;
      },
      { timeout: 20_000, interval: 100 },
    )
    .toBeGreaterThanOrEqual(0);
  return at;
};
/**
 * Does something while `before` is heard, and looks at what is heard around it: every sample is that of `before` up to one
 * frame, and that of `after` from 8 ms on, at the same place; between them each lies between the two.
 */
const changes = async (
  before: Mix,
  after: Mix,
  act: () => Promise<unknown>,
  back: () => Promise<unknown>,
): Promise<void> => {
  for (let tries = 0; ; tries++) {
    await hears(before);
    const looked = page.evaluate('new Promise((done) => setTimeout(() => done(window.heard()), 500))');
    await act();
    const samples = samplesOf(await looked);
    const first = placeOf(samples.subarray(0, 2_048), before);
    const last = placeOf(samples.subarray(EAR - 512), after);
    const same = last >= 0 && placeOf(samples.subarray(EAR - 512), before) >= 0; // Nobody speaks.
    if ((first < 0 || last < 0 || same) && tries < 8) {
      await hears(after); // The window is busy: it came too late to be seen. Back, and once more.
      await back();
      continue;
    }
    expect(first).toBeGreaterThanOrEqual(0);
    let left = 0;
    while (left < EAR && samples[left] === before(first + left)) left++;
    expect(left).toBeLessThan(EAR - CHANGE);
    const rest = samples.findIndex((sample, i) => i >= left + CHANGE - 1 && sample !== after(first + i));
    expect(rest).toBe(-1);
    const outside = samples.findIndex((sample, i) => {
      if (i < left || i >= left + CHANGE) return false;
      const [one, other] = [before(first + i), after(first + i)];
      return sample < Math.min(one, other) - 1e-6 || sample > Math.max(one, other) + 1e-6;
    });
    expect(outside).toBe(-1);
    return;
  }
};

/** Exports a workout with recorded words in a studio that is closed before the window opens. */
const makeFiles = async (): Promise<void> => {
  const folder = join(home.path, 'ride');
  let noise = 1;
  const next = (): number => {
    noise = (Math.imul(noise, 1_664_525) + 1_013_904_223) | 0;
    return noise / 2 ** 31;
  };
  wavFile(join(folder, 'ride.wav'), 2, SECONDS * 48_000, () => 0.2 * next());
  wavFile(join(folder, 'word.wav'), 1, 134_400, (n) => 0.5 * next() * Math.sin((Math.PI * n) / 134_400));
  const cues = Array.from({ length: 13 }, (_, i) => ({
    id: `c${i}`,
    time_ms: 500 + i * 3_000,
    text: 'Go.',
    audio: 'word.wav',
  }));
  const document = { id: 'ride', title: 'Ride', music_url: 'ride.wav', cues };
  const variants = [{ id: 'easy', name: 'Easy', formats: ['wav'] }];
  const path = join(folder, 'ride.json');
  writeFileSync(path, JSON.stringify({ ...document, coaches: [{ id: 'ana', name: 'Ana' }], variants }));

  const place = join(home.path, 'cueforge');
  const service = await openStudioService({
    host: 'web',
    libraryPath: join(place, 'library'),
    cachePath: place,
    threads: 2,
  });
  const { client: channel, studio: end } = createInMemoryChannels();
  serve(end, service.service);
  const client = createClient(channel);
  await client.call('settings.set', { exportFolder: join(home.path, 'out') });
  await client.call('workouts.open', { path });
  const quiet = { id: 'quiet', name: 'Quiet', variants: ['easy'], target: -20, naming: '{workout}_{variant}_quiet' };
  await client.call('exports.savePreset', { preset: quiet as never });
  const desk = { folder, client, service, close: service.close };
  await client.call('exports.enqueue', { what: 'all', preset: 'quiet' });
  await settled(desk);
  await client.call('exports.enqueue', { what: 'all' });
  await settled(desk);
  const { files } = await client.call('exports.kept', { path });
  await service.close();

  const cache = createPcmCache({ cacheDir: join(home.path, 'decoded'), ffmpeg: await findFfmpeg(null), threads: 1 });
  for (const file of files) {
    const name = file.preset === 'quiet' ? 'quiet' : file.variant;
    const pcm = await cache.open(file.path);
    const bytes = readFileSync(pcm.path);
    const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    made.set(name, file);
    sounds.set(
      name,
      samples.filter((_, i) => i % 2 === 0),
    );
  }
  await cache.close();
  const source = new Int16Array(readFileSync(join(folder, 'ride.wav')).buffer.slice(44));
  sounds.set(
    'source',
    Float32Array.from({ length: source.length / 2 }, (_, i) => source[2 * i] / 32_768),
  );
};

beforeAll(async () => {
  buildStudio();
  home = await makeHome();
  await makeFiles();
}, 300_000);
afterAll(() => home?.remove());

const panel = () => page.getByRole('region', { name: 'Listen' });
const press = (key: string) => () => page.keyboard.press(key);
const side = (letter: string) => () =>
  panel()
    .getByRole('button', { name: `Hear ${letter}:` })
    .click();
/** Linear gain at which a file is as loud as the quieter of the two. */
const matched = (of: string, other: string): number =>
  10 ** (Math.min(0, made.get(other)!.lufs! - made.get(of)!.lufs!) / 20);

describe.each([
  ['the desktop window', openDesktop],
  ['a browser', openWeb],
] as const)('listening to what was made in %s', (_, open) => {
  beforeAll(async () => {
    studio = await open(home.path);
    ({ page } = studio);
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    await page.evaluate(listenIn);
    await page.getByRole('navigation', { name: 'Rooms' }).getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByRole('gridcell', { name: /^Ride, Easy: / }).click();
  }, 120_000);
  afterAll(() => studio?.close());

  it('plays A, and B from the very next frame of it, as loud as A', async () => {
    expect([...made.keys()].sort()).toEqual(['coaching', 'easy', 'music', 'quiet']);
    const by = made.get('easy')!.lufs! - made.get('quiet')!.lufs!;
    expect(by).toBeGreaterThan(5);
    const choices = panel().getByRole('combobox', { name: 'What B is' });
    const louder = panel().getByText(`A is ${by.toFixed(1)} dB louder`);
    // What there is to choose from comes in pieces as a window opens: chosen again until it stands.
    const chosen = async (): Promise<number> => {
      await choices.selectOption({ label: await quietName() }, { timeout: 2_000 });
      await louder.waitFor({ timeout: 2_000 });
      return louder.count();
    };
    await expect.poll(() => chosen().catch(() => 0), { timeout: 20_000 }).toBe(1);
    await panel().getByRole('button', { name: 'Play A and B' }).click();
    const gain = matched('easy', 'quiet');
    const [a, b] = [mix('easy', gain, 'quiet', 0), mix('easy', 0, 'quiet', 1)];
    expect(await hears(a)).toBeGreaterThan(FADE);
    await panel()
      .getByText(`A is heard, ${by.toFixed(1)} dB quieter.`)
      .waitFor();
    await changes(a, b, press('x'), press('x'));
    await panel().getByText('B is heard, as it is.').waitFor();
    await changes(b, a, press('a'), press('b'));
    await changes(a, b, side('B'), side('A'));
    await changes(b, a, press('a'), press('b'));
    const match = () => panel().getByLabel('Match loudness').click();
    await changes(a, mix('easy', 1, 'quiet', 0), match, match);
    await panel()
      .getByText(`A is ${by.toFixed(1)} dB louder, and heard so.`)
      .waitFor();
    await match();
  });

  it('takes another B without losing its place, and has nothing serious for axe', async () => {
    await panel().getByRole('combobox', { name: 'What B is' }).selectOption({ label: 'Music · MP3' });
    const gain = matched('easy', 'music');
    const at = await hears(mix('easy', gain, 'music', 0));
    expect(at).toBeGreaterThan(0);
    expect(await axeFindings(page, 'A-B', { within: 'aside' })).toEqual([]);
    await page.keyboard.press('Home');
    await side('B')();
    await hears(mix('easy', 0, 'music', matched('music', 'easy')));
    await panel().getByRole('button', { name: 'Pause A and B' }).click();
  });

  it('plays the source music and what the workout would be now, at the same place', async () => {
    const choose = (label: string) => panel().getByRole('combobox', { name: 'What B is' }).selectOption({ label });
    await choose('Source music');
    await panel().getByLabel('Match loudness').click();
    await panel().getByRole('button', { name: 'Play A and B' }).click();
    await hears(mix('easy', 0, 'source', 1));
    // Who hears it has it measured.
    await panel()
      .getByText(/^[AB] is \d.* louder, and heard so\.$/)
      .waitFor();
    await choose('Easy, not exported');
    await panel().getByText('B was not measured').waitFor();
    await hears(mix('easy', 1, 'source', 0), 2 ** -22); // A file has 24 bits of it.
    await panel().getByLabel('Match loudness').click();
    await panel().getByRole('button', { name: 'Pause A and B' }).click();
  });

  it('plays music and coaching as two tracks: their sum, from one frame after every jump, the coach at will', async () => {
    await panel().getByRole('button', { name: 'Two tracks' }).click();
    await panel().getByRole('button', { name: 'Play Music and coaching' }).click();
    const [both, alone] = [mix('music', 1, 'coaching', 1), mix('music', 1, 'coaching', 0)];
    await hears(both);
    expect(await axeFindings(page, 'two tracks', { within: 'aside' })).toEqual([]);
    const before = await hears(both);
    await page.keyboard.press('l');
    await expect.poll(() => hears(both), { timeout: 20_000 }).toBeGreaterThan(before + 5 * 48_000);
    await page.keyboard.press('j');
    await hears(both);
    await changes(both, alone, press('m'), press('m'));
    await panel().getByText('The coach goes along unheard.').waitFor();
    await changes(alone, both, press('m'), press('m'));
    await page
      .getByRole('region', { name: 'Player' })
      .getByText(/Ride: Music and coaching/)
      .waitFor();
    expect(await page.getByText(/under-run/).innerText()).toContain('0 under-runs');
  });

  it('said nothing of errors', () => {
    expect(errors).toEqual([]);
  });
});

/** What the file of the other preset is called among the others. */
const quietName = async (): Promise<string> => {
  const options = await panel().getByRole('combobox', { name: 'What B is' }).locator('option').allInnerTexts();
  return options.find((name) => name.startsWith('Easy · WAV'))!;
};
