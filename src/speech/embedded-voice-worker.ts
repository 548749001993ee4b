import { closeSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { threadId, workerData } from 'node:worker_threads';
import { serveJobs } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import type { EmbeddedVoiceJob, EmbeddedVoiceResult, EmbeddedVoiceSetup } from './embedded-voice-protocol.ts';
import { speechChunks } from './speech-chunks.ts';
import { parseWav, type Wav, writeWav } from './wav.ts';

/** Worker thread: one sentence at a time through the engine. The thread is blocked while a piece is spoken. */

/** Characters given to the engine at once, about 20 s of speech: more would cost memory by the minute. */
const LONGEST_CHUNK = 300;

/** What is used of WebAssembly's API, whose types come with a browser's. */
declare const WebAssembly: {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => object;
};

const { enginePath, scratchDir } = workerData as EmbeddedVoiceSetup;

/** The engine's own instances are 17 MB each and invisible to the collector's heuristics, so each is collected at once. */
const collectGarbage = ((): (() => void) => {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc') as () => void;
})();

/** node:wasi, without its notice that it is experimental. */
const loadWasi = async () => {
  const emitWarning = process.emitWarning;
  process.emitWarning = ((warning: string | Error, ...rest: unknown[]) => {
    if (rest[0] === 'ExperimentalWarning' && String(warning).includes('WASI')) return;
    Reflect.apply(emitWarning, process, [warning, ...rest]);
  }) as typeof process.emitWarning;
  try {
    return (await import('node:wasi')).WASI;
  } finally {
    process.emitWarning = emitWarning;
  }
};

const loadEngine = async () => ({ WASI: await loadWasi(), module: new WebAssembly.Module(readFileSync(enginePath)) });
let engine: ReturnType<typeof loadEngine> | null = null;

/** Runs the engine once, in a fresh instance; says how that ended. Its own function, so that nothing keeps the instance. */
const runEngine = ({ WASI, module }: Awaited<ReturnType<typeof loadEngine>>, args: string[], log: number): string => {
  try {
    const wasi = new WASI({
      version: 'preview1',
      args: ['flite', ...args],
      preopens: { '/': scratchDir },
      stdout: log,
      stderr: log,
      returnOnExit: true,
    });
    // What `getImportObject` gives, which older Node has not.
    const imports = { wasi_snapshot_preview1: wasi.wasiImport };
    return `exit code ${wasi.start(new WebAssembly.Instance(module, imports))}`;
  } catch (trap) {
    return String(trap);
  }
};

/** The same words give the same samples whatever was said before. */
const speakChunk = async (text: string, { voice, stretch }: EmbeddedVoiceJob): Promise<Wav> => {
  engine ??= loadEngine();
  const loaded = await engine;
  const wavName = `${threadId}.wav`;
  const wavPath = join(scratchDir, wavName);
  const logPath = join(scratchDir, `${threadId}.log`);
  const log = openSync(logPath, 'w');
  let outcome: string;
  try {
    const stretched = `duration_stretch=${stretch}`;
    outcome = runEngine(loaded, ['-voice', voice, '--setf', stretched, '-t', text, '-o', `/${wavName}`], log);
  } finally {
    closeSync(log);
    collectGarbage();
  }
  try {
    const wav = outcome === 'exit code 0' ? parseWav(readFileSync(wavPath)) : null;
    if (wav !== null) return wav;
  } catch (unreadable) {
    outcome = `${outcome}, ${String(unreadable)}`;
  } finally {
    rmSync(wavPath, { force: true });
  }
  throw new CueforgeError('speech-failed', `The embedded voice ${voice} could not say "${text}": ${outcome}`, {
    text,
    voice,
    engine: readFileSync(logPath, 'utf8').slice(0, 2_000),
  });
};

const joined = (pieces: readonly Wav[]): Wav => {
  const samples = new Int16Array(pieces.reduce((sum, piece) => sum + piece.samples.length, 0));
  let at = 0;
  for (const piece of pieces) {
    samples.set(piece.samples, at);
    at += piece.samples.length;
  }
  return { sampleRate: pieces[0].sampleRate, channels: pieces[0].channels, samples };
};

serveJobs<EmbeddedVoiceJob, EmbeddedVoiceResult>(async (job, { signal, transfer }) => {
  const pieces: Wav[] = [];
  for (const chunk of speechChunks(job.text, LONGEST_CHUNK)) {
    await turn(); // A cancel is heard between pieces.
    if (signal.aborted) throw new CueforgeError('cancelled', 'The speech was cancelled');
    pieces.push(await speakChunk(chunk, job));
  }
  const wav = writeWav(joined(pieces));
  transfer(wav.buffer);
  return wav;
});
