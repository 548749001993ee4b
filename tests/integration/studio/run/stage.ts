import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createClient,
  createInMemoryChannels,
  type MixerPort,
  type SessionLogLine,
  type SessionView,
  type StudioClient,
  serve,
} from '../../../../src/contract/index.ts';
import type { FromMixer, ToMixer } from '../../../../src/model/index.ts';
import { createTimedMixer, type PlayedPiece } from '../../../../src/session/index.ts';
import { type OpenService, openStudioService } from '../../../../src/studio/index.ts';
import { wavFile } from '../wav-file.ts';

/** How often a mixer of the tests plays on, in milliseconds, and how many frames at most: a busy machine makes it slow, not late. */
const STEP = 10;
const MOST = 1_200;

/** A mixer that plays in real time, connected to a studio as a page's is. */
export interface StageMixer {
  readonly played: readonly PlayedPiece[];
  readonly sent: readonly ToMixer[];
  readonly isClosed: () => boolean;
  say(message: unknown): void;
  /** It plays nothing more, and says nothing, though it is connected. */
  hang(): void;
  /** Its page dies. */
  die(): void;
}

export const connectMixer = (opened: OpenService): StageMixer => {
  const played: PlayedPiece[] = [];
  const sent: ToMixer[] = [];
  const mixer = createTimedMixer((piece) => played.push({ ...piece, samples: piece.samples.slice() }));
  let closed = false;
  let hear: (message: unknown) => void = () => undefined;
  let hearClose: () => void = () => undefined;
  const began = performance.now();
  const timer = setInterval(() => {
    for (const message of mixer.advance(Math.min(mixer.frame() + MOST, Math.floor((performance.now() - began) * 48))))
      say(message);
  }, STEP);
  const close = (): void => {
    if (closed) return;
    closed = true;
    clearInterval(timer);
    hearClose();
  };
  const port: MixerPort = {
    send(message) {
      if (closed) throw new Error('The port is closed');
      if (message.kind === 'replaced') return;
      sent.push(message);
      mixer.send(structuredClone(message));
    },
    onMessage: (listener) => {
      hear = listener;
    },
    onClose: (listener) => {
      hearClose = listener;
    },
    close,
  };
  const say = (message: unknown): void => {
    if (!closed) hear(structuredClone(message));
  };
  opened.service.connectMixer(port);
  const ready: FromMixer = { kind: 'ready', voices: 32 };
  say(ready);
  return { played, sent, isClosed: () => closed, say, hang: () => clearInterval(timer), die: close };
};

export interface Stage {
  readonly folder: string;
  at(name: string): string;
  /** Where the position of the show is kept. */
  journal(): string;
  opened(): OpenService;
  client(): StudioClient;
  /** What was told last; null: nothing yet. */
  view(): SessionView | null;
  readonly views: SessionView[];
  readonly lines: SessionLogLine[];
  /** Resolves when what is seen is so; at once where it is. */
  until(is: (view: SessionView) => boolean): Promise<SessionView>;
  /** Connects another mixer. */
  mixer(): StageMixer;
  mixers(): readonly StageMixer[];
  /** The process dies: nothing is closed, and another one opens the same library. */
  crash(): Promise<void>;
  clear(): Promise<void>;
}

/** A studio with a library of its own, as a window sees it; in a folder where one was before, that one's. */
export const openStage = async (folder = mkdtempSync(join(tmpdir(), 'cueforge-run-'))): Promise<Stage> => {
  const views: SessionView[] = [];
  const lines: SessionLogLine[] = [];
  const waiting = new Set<() => void>();
  const mixers: StageMixer[] = [];
  const left: OpenService[] = [];
  let home = 0;
  let opened: OpenService;
  let client: StudioClient;
  const open = async (): Promise<void> => {
    opened = await openStudioService({
      ...{ host: 'web', libraryPath: join(folder, `library-${home}`), cachePath: join(folder, 'cache'), threads: 1 },
      log: (line) => process.env.STAGE_LOG && console.log(line),
    });
    const channels = createInMemoryChannels();
    serve(channels.studio, opened.service);
    client = createClient(channels.client);
    client.on('run.view', (view) => {
      views.push(view);
      for (const look of [...waiting]) look();
    });
    client.on('run.line', (line) => lines.push(line));
  };
  await open();
  const view = (): SessionView | null => views.at(-1) ?? null;
  return {
    folder,
    ...{ views, lines, view },
    at: (name) => join(folder, name),
    journal: () => join(folder, `library-${home}`, 'shows', 'journal.jsonl'),
    opened: () => opened,
    client: () => client,
    until: (is) =>
      new Promise((resolve) => {
        const look = (): void => {
          const now = view();
          if (now === null || !is(now)) return;
          waiting.delete(look);
          resolve(now);
        };
        waiting.add(look);
        look();
      }),
    mixer() {
      const mixer = connectMixer(opened);
      mixers.push(mixer);
      return mixer;
    },
    mixers: () => mixers,
    async crash() {
      // The lock of a library is its process's: what the disk has by now is what another one finds.
      const from = join(folder, `library-${home}`);
      home += 1;
      cpSync(from, join(folder, `library-${home}`), { recursive: true });
      rmSync(join(folder, `library-${home}`, 'library.lock'), { force: true });
      left.push(opened);
      for (const mixer of mixers) mixer.die();
      views.length = 0;
      await open();
    },
    async clear() {
      for (const mixer of mixers) mixer.die();
      await opened.close();
      for (const each of left) await each.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

/** A WAV whose every frame can be told from the others: a slow ramp of 16-bit steps. */
export const rampWav = (path: string, frames: number): void =>
  wavFile(path, 2, frames, (n) => (1 + (n % 30_000)) / 32_767);

/** Writes a cuelist file. */
export const cuelistFile = (path: string, document: object): string => {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify({ version: 1, id: 'show', ...document }));
  return path;
};
