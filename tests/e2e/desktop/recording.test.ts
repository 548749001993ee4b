import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname as folderOf, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LaunchedDesktop, launchDesktop, makeHome } from '../../support/electron/launch-desktop.ts';
import { writeTone } from '../page/recording/tone.ts';
import { buildTestApp } from './build-app.ts';

let home: Awaited<ReturnType<typeof makeHome>>;
let desktop: LaunchedDesktop;
let quit = false;
const inPage = <Value>(expression: string): Promise<Value> => desktop.page.evaluate<Value>(expression);

beforeAll(async () => {
  const folder = await buildTestApp();
  home = await makeHome();
  const tone = join(home.path, 'tone.wav');
  writeTone(tone, { seconds: 2, hertz: 1000, peak: 0.5 });
  const switches = ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${tone}`];
  desktop = await launchDesktop(folder, home.path, switches);
});
afterAll(async () => {
  if (!quit) await desktop?.quit();
  await home?.remove();
});

/** The last file that came, and how many there were. */
let last = '';
let sent = 0;
const post = async (name: string, body: string) => {
  const said = await inPage<{ status: number; answer: { path?: string; code?: string } }>(
    `fetch('/media/upload?name=${encodeURIComponent(name)}', { method: 'POST', body: ${body} })
      .then(async (r) => ({ status: r.status, answer: await r.json().catch(() => ({})) }))`,
  );
  last = said.answer.path ?? last;
  sent += said.status === 200 ? 1 : 0;
  return said;
};

describe('what the page records', () => {
  it('reaches the studio as a file, byte for byte', async () => {
    const made = 'Uint8Array.from({ length: 900_000 }, (_, i) => (i * 7 + (i >> 8)) % 256).buffer';
    const { status, answer } = await post('a take.wav', made);
    expect(status).toBe(200);
    const expected = Uint8Array.from({ length: 900_000 }, (_, i) => (i * 7 + (i >> 8)) % 256);
    const got = readFileSync(answer.path!);
    expect(got.length).toBe(expected.length);
    expect(got.findIndex((byte, i) => byte !== expected[i])).toBe(-1);
    expect(answer.path).toMatch(/uploads.[0-9a-f]{16}\.wav$/);
  });

  it('goes into no other folder, whatever it is called', async () => {
    for (const name of ['../../evil.sh', '/etc/passwd', 'a.wav/../../b', `${'x'.repeat(400)}.wav`, '']) {
      const { status, answer } = await post(name, `'x'`);
      expect(status).toBe(200);
      expect(answer.path!.startsWith(home.path)).toBe(true);
      expect(answer.path).toMatch(/uploads.[0-9a-f]{16}\.[a-z0-9]{1,8}$/);
    }
  });

  it('is taken from nobody else', async () => {
    const said = await desktop.app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false });
      await other.loadURL('data:text/html,<title>stranger</title>');
      const status = await other.webContents.executeJavaScript(
        `fetch('app://studio/media/upload?name=a.wav', { method: 'POST', body: 'x', mode: 'no-cors' })
          .then((r) => r.type + ' ' + r.status, (e) => 'refused')`,
      );
      other.destroy();
      return status;
    });
    expect(said).toBe('refused');
    expect(readdirSync(folderOf(last)).map((name) => join(folderOf(last), name))).toContain(last);
    expect(readdirSync(folderOf(last))).toHaveLength(sent);
  });
});

describe('the microphone', () => {
  it('is lent to our page, and hears', async () => {
    const heard = await inPage<{ label: string; peak: number }>(`(async () => {
      const stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false } });
      const context = new AudioContext({ sampleRate: 48000 });
      await context.resume();
      const analyser = context.createAnalyser();
      context.createMediaStreamSource(stream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      let peak = 0;
      for (let i = 0; i < 40 && peak < 0.4; i++) {
        await new Promise((resolve) => setTimeout(resolve, 50));
        analyser.getFloatTimeDomainData(samples);
        for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
      }
      const label = stream.getAudioTracks()[0].label;
      for (const track of stream.getTracks()) track.stop();
      await context.close();
      return { label, peak };
    })()`);
    expect(heard.label).not.toBe('');
    expect(heard.peak).toBeGreaterThan(0.4);
    expect(heard.peak).toBeLessThan(0.6);
  });

  it('comes without a camera and without the screen', async () => {
    const asked = (how: string) => inPage(`${how}.then(() => 'lent', (e) => e.name)`);
    expect(await asked('navigator.mediaDevices.getUserMedia({ video: true })')).toBe('NotAllowedError');
    expect(await asked('navigator.mediaDevices.getUserMedia({ audio: true, video: true })')).toBe('NotAllowedError');
    expect(await asked('navigator.mediaDevices.getDisplayMedia({ video: true })')).not.toBe('lent');
  });
});

it('leaves no recording behind when it quits', async () => {
  const { answer } = await post('last.wav', `'x'`);
  expect(existsSync(answer.path!)).toBe(true);
  quit = true;
  await desktop.quit();
  expect(existsSync(answer.path!)).toBe(false);
});
