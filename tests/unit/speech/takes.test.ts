import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Coach, CueforgeError, toFailure } from '../../../src/model/index.ts';
import { createTakes, type SpeechProvider, type SpeechRequest } from '../../../src/speech/index.ts';
import { writeWav } from '../../../src/speech/wav.ts';

const wav = writeWav({ sampleRate: 16_000, channels: 1, samples: Int16Array.from({ length: 800 }, (_, n) => 40 * n) });

/** A provider that answers when told to, and remembers what it was asked. */
const fakeProvider = (name = 'fake', version = '1') => {
  const asked: SpeechRequest[] = [];
  let answer: (signal: AbortSignal | undefined) => Promise<Uint8Array> = async () => wav;
  const provider: SpeechProvider = {
    name,
    version,
    voices: async () => ['a'],
    async speak(request, signal) {
      asked.push(request);
      return answer(signal);
    },
    close: async () => undefined,
  };
  return {
    provider,
    asked,
    answerWith: (next: typeof answer): void => {
      answer = next;
    },
  };
};

const coach = (over: Partial<Coach> = {}): Coach => ({
  id: 'c',
  name: 'Coach C',
  provider: 'fake',
  voice: null,
  rate: 1,
  ...over,
});
const codeOf = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'none',
    (thrown) => toFailure(thrown).code,
  );

let cacheDir: string;
beforeEach(async () => {
  cacheDir = await mkdtemp(join(tmpdir(), 'cueforge-test-'));
});
afterEach(() => rm(cacheDir, { recursive: true }));
const takesOf = (...providers: SpeechProvider[]) => createTakes({ cacheDir, providers });
const line = { text: '2x30s', coach: null, lexicon: {} };

describe('takes', () => {
  it('are kept by content and made once, also across runs', async () => {
    const { provider, asked } = fakeProvider();
    const path = await takesOf(provider).take(line);
    expect(path).toMatch(/[/\\]speech[/\\][0-9a-f]{64}\.wav$/);
    expect(path.startsWith(cacheDir)).toBe(true);
    expect(new Uint8Array(await readFile(path))).toEqual(wav);
    expect(asked).toEqual([{ text: 'two times thirty seconds', voice: null, rate: 1 }]);
    expect(await takesOf(provider).take(line)).toBe(path);
    expect(await takesOf(provider).take({ ...line, text: ' two times 30 s ' })).toBe(path);
    expect(asked).toHaveLength(1);
    expect(await readdir(join(cacheDir, 'speech'))).toEqual([basename(path)]);
  });

  it('differ by words, lexicon, voice, rate, provider and version', async () => {
    const all = [
      await takesOf(fakeProvider().provider).take(line),
      await takesOf(fakeProvider().provider).take({ ...line, text: 'three' }),
      await takesOf(fakeProvider().provider).take({ ...line, lexicon: { '2x30s': 'twice' } }),
      await takesOf(fakeProvider().provider).take({ ...line, coach: coach({ voice: 'a' }) }),
      await takesOf(fakeProvider().provider).take({ ...line, coach: coach({ rate: 1.1 }) }),
      await takesOf(fakeProvider('other').provider).take(line),
      await takesOf(fakeProvider('fake', '2').provider).take(line),
    ];
    expect(new Set(all).size).toBe(all.length);
  });

  it('share one synthesis between equal requests of the moment', async () => {
    const { provider, asked } = fakeProvider();
    const takes = takesOf(provider);
    const paths = await Promise.all(Array.from({ length: 20 }, () => takes.take(line)));
    expect(new Set(paths).size).toBe(1);
    expect(asked).toHaveLength(1);
  });

  it('stop a synthesis only when nobody waits for it any more', async () => {
    const { provider, asked, answerWith } = fakeProvider();
    const takes = takesOf(provider);
    let stopped = 0;
    let finish = (_: Uint8Array): void => undefined;
    answerWith(
      (signal) =>
        new Promise((resolve, reject) => {
          finish = resolve;
          signal?.addEventListener('abort', () => {
            stopped++;
            reject(new CueforgeError('cancelled', 'stopped'));
          });
        }),
    );
    const [first, second] = [new AbortController(), new AbortController()];
    const one = takes.take(line, first.signal);
    const two = takes.take(line, second.signal);
    await expect.poll(() => asked.length).toBe(1);
    first.abort();
    expect(await codeOf(one)).toBe('cancelled');
    expect(stopped).toBe(0);
    finish(wav);
    expect(await two).toMatch(/\.wav$/);

    const other = { ...line, text: 'other' };
    const third = new AbortController();
    const three = takes.take(other, third.signal);
    await expect.poll(() => asked.length).toBe(2);
    third.abort();
    expect(await codeOf(three)).toBe('cancelled');
    expect(stopped).toBe(1);
    answerWith(async () => wav);
    expect(await takes.take(other)).toMatch(/\.wav$/);
    expect(await codeOf(takes.take(other, AbortSignal.abort()))).toBe('cancelled');
  });

  it.each([
    ['empty', new Uint8Array()],
    ['cut short', wav.subarray(0, wav.length - 10)],
    ['a header without a body', wav.subarray(0, 20)],
    ['something else', new TextEncoder().encode('not a sound, but long enough to be mistaken for one')],
  ])('are made again where the kept file is %s', async (_, bytes) => {
    const { provider, asked } = fakeProvider();
    const path = await takesOf(provider).take(line);
    await writeFile(path, bytes);
    expect(await takesOf(provider).take(line)).toBe(path);
    expect(asked).toHaveLength(2);
    expect(new Uint8Array(await readFile(path))).toEqual(wav);
  });

  it('name the providers that there are when asked for another', async () => {
    const takes = takesOf(fakeProvider().provider, fakeProvider('second').provider);
    const failure = await takes.take({ ...line, coach: coach({ provider: 'nobody' }) }).catch(toFailure);
    expect(failure).toMatchObject({ code: 'speech-failed', details: { providers: ['fake', 'second'] } });
    expect((failure as { message: string }).message).toBe(
      'Coach "Coach C" speaks through "nobody", and there is no such speech provider; known: fake, second',
    );
  });

  it('refuse a cue with nothing to say, by its text', async () => {
    const { provider, asked } = fakeProvider();
    const failure = await takesOf(provider)
      .take({ ...line, text: '🔥 !!' })
      .catch(toFailure);
    expect(failure).toMatchObject({ code: 'speech-failed', details: { text: '🔥 !!' } });
    expect((failure as { message: string }).message).toContain('🔥 !!');
    expect(asked).toEqual([]);
  });

  it('keep nothing of a failed synthesis and try again when asked again', async () => {
    const { provider, answerWith } = fakeProvider();
    const takes = takesOf(provider);
    answerWith(async () => new Uint8Array());
    expect(await codeOf(takes.take(line))).toBe('speech-failed');
    answerWith(() => Promise.reject(new CueforgeError('worker-exited', 'gone')));
    expect(await codeOf(takes.take(line))).toBe('worker-exited');
    expect(await readdir(cacheDir)).toEqual([]);
    answerWith(async () => wav);
    expect(await takes.take(line)).toMatch(/\.wav$/);
  });

  it('say which folder cannot be written', async () => {
    await writeFile(join(cacheDir, 'speech'), 'a file in its place');
    const failure = await takesOf(fakeProvider().provider).take(line).catch(toFailure);
    expect(failure).toMatchObject({ code: 'folder-unwritable', details: { folder: join(cacheDir, 'speech') } });
  });

  it('are refused after close, and close ends those in the making', async () => {
    const { provider, asked, answerWith } = fakeProvider();
    answerWith((signal) => new Promise((_, reject) => signal?.addEventListener('abort', () => reject(new Error('x')))));
    const takes = takesOf(provider);
    const owed = codeOf(takes.take(line));
    await expect.poll(() => asked.length).toBe(1);
    await takes.close();
    expect(await owed).toBe('cancelled');
    expect(await codeOf(takes.take(line))).toBe('cancelled');
  });
});
