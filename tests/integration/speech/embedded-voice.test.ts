import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { type Failure, toFailure } from '../../../src/model/index.ts';
import { embeddedVoice } from '../../../src/speech/index.ts';
import { parseWav } from '../../../src/speech/wav.ts';

/** Every worker thread that was started, so that a test can end one from outside. */
const started = vi.hoisted(() => [] as Worker[]);
vi.mock('node:worker_threads', async (actual) => {
  const threads = await actual<typeof import('node:worker_threads')>();
  return {
    ...threads,
    Worker: class extends threads.Worker {
      constructor(...args: ConstructorParameters<typeof threads.Worker>) {
        super(...args);
        started.push(this);
      }
    },
  };
});

const LINE = 'Two times thirty seconds at ninety R P M. Push hard!';
const voice = embeddedVoice();
afterAll(() => voice.close());

const say = (text: string, options: { voice?: string | null; rate?: number; signal?: AbortSignal } = {}) =>
  voice.speak({ text, voice: options.voice ?? null, rate: options.rate ?? 1 }, options.signal);
const refusal = async (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    () => Promise.reject(new Error('it was not refused')),
    (thrown: unknown) => toFailure(thrown),
  );
const lasts = (bytes: Uint8Array): number => {
  const wav = parseWav(bytes)!;
  return wav.samples.length / wav.channels / wav.sampleRate;
};
const long = 'Keep your shoulders down and breathe. '.repeat(120);

describe('the embedded voice', () => {
  it('speaks in each of its voices, each in its own way', async () => {
    const takes = new Set<string>();
    for (const name of await voice.voices()) {
      const take = await say(LINE, { voice: name });
      const wav = parseWav(take)!;
      expect(wav).toMatchObject({ sampleRate: 16_000, channels: 1 });
      expect(lasts(take)).toBeGreaterThan(2.5);
      expect(lasts(take)).toBeLessThan(8);
      expect(wav.samples.reduce((top, each) => Math.max(top, Math.abs(each)), 0)).toBeGreaterThan(3_000);
      takes.add(Buffer.from(take).toString('base64'));
    }
    expect(takes.size).toBe(4);
  });

  it('says the same text in the same bytes, whatever it said before and in another thread', async () => {
    const first = await say(LINE);
    await say('Something else', { voice: 'rms' });
    expect(Buffer.compare(await say(LINE), first)).toBe(0);
    expect(Buffer.compare(await say(LINE, { voice: 'slt' }), first)).toBe(0);
    const other = embeddedVoice();
    expect(Buffer.compare(await other.speak({ text: LINE, voice: null, rate: 1 }), first)).toBe(0);
    await other.close();
  });

  it('speaks faster and slower', async () => {
    const [slow, own, fast] = await Promise.all([0.5, 1, 2].map((rate) => say(LINE, { rate })));
    expect(lasts(slow) / lasts(own)).toBeGreaterThan(1.8);
    expect(lasts(own) / lasts(fast)).toBeGreaterThan(1.8);
  });

  it('says long text whole', async () => {
    const once = lasts(await say('Keep your shoulders down and breathe. '.repeat(4)));
    const tenfold = lasts(await say('Keep your shoulders down and breathe. '.repeat(40)));
    expect(tenfold / once).toBeGreaterThan(9);
    expect(tenfold / once).toBeLessThan(11);
  });

  it('reads accents as their letters', async () => {
    expect(Buffer.compare(await say('Naïve café, Strauße'), await say('Naive cafe, Strausse'))).toBe(0);
  });

  it.each([
    ['', 'no word'],
    ['!!!', 'no word'],
    ['🔥', 'no word'],
    ['Allez, давай!', '"давай"'],
  ])('refuses "%s"', async (text, why) => {
    const failure = await refusal(say(text));
    expect(failure.code).toBe('speech-failed');
    expect(failure.message).toContain(why);
    expect(failure.message).toContain(text.slice(0, 20));
    expect(failure.details).toMatchObject({ text });
  });

  it('refuses text without end', async () => {
    expect((await refusal(say('go '.repeat(10_000)))).message).toContain('longer than');
  });

  it.each(['-o x', '--help', '-voice kal', '/etc/passwd', '<speak>'])('says "%s" as words', async (text) => {
    expect(lasts(await say(text))).toBeGreaterThan(0.4);
  });

  it('names its voices when asked for another', async () => {
    const failure = await refusal(say(LINE, { voice: 'nobody' }));
    expect(failure).toMatchObject({ code: 'speech-failed', details: { voice: 'nobody' } });
    expect(failure.message).toMatch(/"nobody".*slt, rms, awb, kal16/);
    expect((await refusal(say(LINE, { rate: Number.NaN }))).code).toBe('bad-argument');
  });

  it('lets go of a cancelled text between sentences', async () => {
    const abort = new AbortController();
    const speaking = refusal(say(long, { signal: abort.signal }));
    const waiting = refusal(say(LINE, { signal: abort.signal }));
    setTimeout(() => abort.abort(), 100);
    const began = performance.now();
    expect((await speaking).code).toBe('cancelled');
    expect((await waiting).code).toBe('cancelled');
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(lasts(await say(LINE))).toBeGreaterThan(2.5);
    expect((await refusal(say(LINE, { signal: AbortSignal.abort() }))).code).toBe('cancelled');
  });

  it('outlives a thread that is killed in the middle of a sentence', async () => {
    const before = started.length;
    const other = embeddedVoice();
    const line = { text: LINE, voice: null, rate: 1 };
    const first = await other.speak(line);
    expect(started.length).toBe(before + 1);
    const owed = refusal(other.speak({ ...line, text: long }));
    const queued = other.speak(line);
    setTimeout(() => void started.at(-1)!.terminate(), 50);
    expect((await owed).code).toBe('worker-exited');
    expect(Buffer.compare(await queued, first)).toBe(0);
    expect(started.length).toBe(before + 2);
    await other.close();
  });

  it('leaves nothing behind', async () => {
    const scratch = () => readdirSync(tmpdir()).filter((name) => name.startsWith('cueforge-speech-'));
    const before = scratch();
    const other = embeddedVoice();
    await other.speak({ text: LINE, voice: null, rate: 1 });
    expect(scratch()).toHaveLength(before.length + 1);
    const owed = refusal(other.speak({ text: LINE, voice: null, rate: 1 }));
    await other.close();
    await other.close();
    expect((await owed).code).toBe('cancelled');
    expect(scratch()).toEqual(before);
    expect((await refusal(other.speak({ text: LINE, voice: null, rate: 1 }))).code).toBe('cancelled');
  });

  it('prints nothing, ends with its process, and stays small', async () => {
    const face = new URL('../../../src/speech/index.ts', import.meta.url);
    const program = `
      import { writeFileSync } from 'node:fs';
      import { embeddedVoice } from ${JSON.stringify(face.href)};
      const voice = embeddedVoice();
      const abort = new AbortController();
      await Promise.all(Array.from({ length: 60 }, (_, n) =>
        voice.speak({ text: 'Push hard and hold your pace, this is sentence ' + 'abcdefgh'[n % 8] + ', keep going now.', voice: null, rate: 1 }, abort.signal)));
      await voice.close();
      writeFileSync(process.argv[2], String(process.resourceUsage().maxRSS / 1024));
    `;
    const folder = mkdtempSync(join(tmpdir(), 'cueforge-test-'));
    writeFileSync(join(folder, 'program.mjs'), program);
    const figure = join(folder, 'peak');
    const ended = await promisify(execFile)(process.execPath, [join(folder, 'program.mjs'), figure]);
    expect(ended).toEqual({ stdout: '', stderr: '' });
    const peak = Number(readFileSync(figure, 'utf8')); // MB
    expect(peak).toBeLessThan(260);
    rmSync(folder, { recursive: true });
  });
});
