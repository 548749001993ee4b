import { createHash, randomUUID } from 'node:crypto';
import { open, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../media/index.ts';
import { type Coach, CueforgeError } from '../model/index.ts';
import type { SpeechProvider, SpeechRequest } from './provider.ts';
import { toSpokenText } from './spoken-text.ts';
import { isWav } from './wav.ts';

export interface TakeRequest {
  /** The cue's text, as written. */
  readonly text: string;
  /** Who says it; null: the first provider's default voice. */
  readonly coach: Coach | null;
  /** The workout's own words: written form -> spoken form. */
  readonly lexicon: Readonly<Record<string, string>>;
}

/** Takes by content: the same words by the same voice are synthesised once, also across runs. */
export interface Takes {
  /** Path of a WAV file in the cache: as spoken, neither trimmed nor levelled. */
  take(request: TakeRequest, signal?: AbortSignal): Promise<string>;
  /** Cancels what runs and closes the providers. The cache stays. */
  close(): Promise<void>;
}

/** One synthesis and everyone who waits for it. */
interface Making {
  readonly path: Promise<string>;
  readonly abort: AbortController;
  waiting: number;
  settled: boolean;
}

export const createTakes = (options: {
  /** Takes are kept in `<cacheDir>/speech`, made when first needed. */
  cacheDir: string;
  /** At least one; the first is the default. */
  providers: readonly SpeechProvider[];
}): Takes => {
  const { providers } = options;
  const dir = join(options.cacheDir, 'speech');
  const making = new Map<string, Making>();
  const closing = new AbortController();

  const providerOf = (coach: Coach | null): SpeechProvider => {
    const found = coach === null ? providers[0] : providers.find((each) => each.name === coach.provider);
    if (found !== undefined) return found;
    const known = providers.map((each) => each.name);
    const list = known.join(', ') || 'none';
    throw new CueforgeError(
      'speech-failed',
      coach === null
        ? 'There is no speech provider'
        : `Coach "${coach.name}" speaks through "${coach.provider}", and there is no such speech provider; known: ${list}`,
      { provider: coach?.provider ?? null, providers: known },
    );
  };

  const make = async (path: string, provider: SpeechProvider, request: SpeechRequest, signal: AbortSignal) => {
    if (await isTake(path)) return path;
    const wav = await provider.speak(request, signal);
    if (!isWav(wav)) {
      throw new CueforgeError('speech-failed', `"${provider.name}" gave no WAV file for "${request.text}"`, {
        provider: provider.name,
        text: request.text,
      });
    }
    await keep(path, wav);
    return path;
  };

  /** Writes beside the take's name, then renames: a file of that name is whole. */
  const keep = async (path: string, wav: Uint8Array): Promise<void> => {
    const unfinished = `${path}.${randomUUID()}.part`;
    try {
      await makeFolder(dir);
      await writeFile(unfinished, wav);
      await rename(unfinished, path);
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      const { code, message } = error as NodeJS.ErrnoException;
      throw code === 'ENOSPC'
        ? new CueforgeError('disk-full', `No room for a take in ${dir}`, { folder: dir })
        : new CueforgeError('folder-unwritable', `A take could not be kept in ${dir}: ${message}`, { folder: dir });
    }
  };

  return {
    async take({ text, coach, lexicon }, signal) {
      if (signal?.aborted || closing.signal.aborted) throw cancelled();
      const provider = providerOf(coach);
      const request: SpeechRequest = {
        text: toSpokenText(text, lexicon),
        voice: coach?.voice ?? null,
        rate: coach?.rate ?? 1,
      };
      if (request.text === '') {
        throw new CueforgeError('speech-failed', `There is nothing to say in the cue "${text}"`, { text });
      }
      const key = takeKey(provider, request);
      let shared = making.get(key);
      if (shared === undefined || shared.abort.signal.aborted) {
        const abort = new AbortController();
        const path = make(join(dir, `${key}.wav`), provider, request, abort.signal);
        const started: Making = { path, abort, waiting: 0, settled: false };
        const forget = (): void => {
          started.settled = true;
          if (making.get(key) === started) making.delete(key);
        };
        path.then(forget, forget);
        making.set(key, started);
        shared = started;
      }
      return share(shared, [closing.signal, ...(signal === undefined ? [] : [signal])]);
    },
    async close() {
      closing.abort();
      await Promise.all(providers.map((provider) => provider.close()));
      await Promise.allSettled([...making.values()].map((each) => each.path));
    },
  };
};

/** Waits for a synthesis that others may share; the last one to give up stops it. */
const share = async (making: Making, signals: readonly AbortSignal[]): Promise<string> => {
  making.waiting++;
  let onAbort = (): void => undefined;
  const gaveUp = new Promise<never>((_, reject) => {
    onAbort = () => reject(cancelled());
    for (const signal of signals) signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([making.path, gaveUp]);
  } finally {
    for (const signal of signals) signal.removeEventListener('abort', onAbort);
    making.waiting--;
    if (making.waiting === 0 && !making.settled) making.abort.abort();
  }
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The speech was cancelled');

const takeKey = (provider: SpeechProvider, { text, voice, rate }: SpeechRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([provider.name, provider.version, voice, rate, text]))
    .digest('hex');

/** Whether a whole take lies there already. Anything else of that name is made again. */
const isTake = async (path: string): Promise<boolean> => {
  try {
    const file = await open(path);
    try {
      const head = new Uint8Array(44);
      const [{ bytesRead }, { size }] = await Promise.all([file.read(head, 0, 44, 0), file.stat()]);
      if (bytesRead < 44 || !isWav(head)) return false;
      const stated = new DataView(head.buffer).getUint32(4, true) + 8;
      return size >= stated || stated > 0xffff_fff0; // A stream's header states no length.
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
};
