import { z } from 'zod';
import {
  type AssetId,
  assetId,
  type FromPcmSource,
  type OneSound,
  PCM_BLOCK,
  type PcmPort,
  type SoundRef,
} from '../contract/index.ts';
import type { FfmpegBinary, PcmAsset, PcmOpenOptions, SoundFile } from '../media/index.ts';
import { CHANNELS, CueforgeError, ENGINE_RATE, type Frames, frames, toFailure } from '../model/index.ts';
import { openColdStream } from './pcm-cold-stream.ts';
import { createPcmCredit, type PcmCredit } from './pcm-credit.ts';
import { openPair } from './pcm-pair.ts';
import { openPcmFile, type PcmStream } from './pcm-stream.ts';

/** Where sounds are. */
export interface PcmSources {
  /** The original of an asset, and its decoded sound where the cache has it. Throws CueforgeError: `asset-missing`, … */
  open(asset: AssetId): Promise<{ readonly path: string; readonly pcm: PcmSound | null }>;
  readonly ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>;
  /** Decodes a file into the cache, or finds it there: `PcmCache.open`. */
  openPcm(file: string, options: PcmOpenOptions): Promise<PcmAsset>;
  /** Decoded sound by its key. Throws `file-missing`. */
  openSource(key: string): Promise<PcmSound>;
  /** The mix of a workout's variant as it is now, from a frame on. Throws CueforgeError: `workout-missing`, … */
  openMix(workout: string, variant: string, from: Frames): Promise<PcmStream>;
  /** The music of a workout as its files have it. Throws as `openMix`. */
  openMusic(workout: string, from: Frames): Promise<PcmStream>;
  /** A cue of the open session as it sounds alone. Throws `no-session`. */
  openCue(cue: string, from: Frames): Promise<PcmStream>;
  /** Resolves where an export made this file, and it is there as it was made. Throws `file-missing`. */
  checkMade(path: string): Promise<void>;
}

/** Decoded sound in a file. */
export type PcmSound = SoundFile;

/** Credit that may lie unspent on one connection, whatever a player grants: 20 s. */
const CREDIT_MOST = 20 * ENGINE_RATE;
/** The longest sound there is, 6 h, and a second. */
const FRAME_MOST = (6 * 3600 + 1) * ENGINE_RATE;

const epoch = z.number().int().min(0).max(0xffff_ffff);
const path = z.string().min(1).max(4096);
const oneSound = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('asset'), asset: assetId }),
  z.object({ kind: z.literal('mix'), workout: path, variant: z.string().min(1).max(80) }),
  z.object({ kind: z.literal('cue'), cue: z.string().min(1).max(200) }),
  z.object({ kind: z.literal('source'), source: z.string().regex(/^[0-9a-f]{64}$/) }),
  z.object({ kind: z.literal('made'), path }),
  z.object({ kind: z.literal('music'), workout: path }),
]);
const sound = z.union([oneSound, z.object({ kind: z.literal('pair'), first: oneSound, second: oneSound })]);
const message = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('open'), epoch, sound, from: z.number().int().min(0).max(FRAME_MOST) }),
  z.object({ kind: z.literal('credit'), epoch, frames: z.number().int().min(1).max(CREDIT_MOST) }),
  z.object({ kind: z.literal('close'), epoch }),
]);

/** What one `open` began. */
interface Run {
  readonly epoch: number;
  readonly abort: AbortController;
  readonly credit: PcmCredit;
}

/** Sound that was found; `cold`: the files of it that are not in the cache. */
interface Opened {
  readonly stream: PcmStream;
  readonly cold: readonly string[];
}

/** A decode into the cache that goes on beside the sound, across seeks in one file. */
interface Caching {
  readonly abort: AbortController;
  entry: PcmAsset | null;
}

/**
 * Serves sound over one connection until it closes: contract/pcm.ts says how. A file that is not decoded yet sounds
 * from a decode of its own at once, and is put into the cache meanwhile. Messages that are none are answered with
 * `bad-argument` where they have an epoch, else thrown away.
 */
export const servePcm = (port: PcmPort, sources: PcmSources): void => {
  let current: Run | null = null;
  let newest = -1;
  /** By file. */
  const caching = new Map<string, Caching>();
  let open = true;

  const end = (): void => {
    current?.abort.abort();
    current?.credit.close();
    current = null;
  };
  /** Lets go of what is cached; `but`: files that still sound. */
  const stopCaching = (but: readonly string[] = []): void => {
    for (const [path, { abort }] of caching) {
      if (but.includes(path)) continue;
      abort.abort();
      caching.delete(path);
    }
  };
  /** Begins to cache a file, or goes on with it. That it fails is no matter here: the decode that sounds says why. */
  const cache = (path: string): void => {
    if (caching.has(path)) return;
    const started: Caching = { abort: new AbortController(), entry: null };
    caching.set(path, started);
    sources.openPcm(path, { signal: started.abort.signal }).then(
      (entry) => {
        started.entry = entry;
      },
      () => undefined,
    );
  };

  /** Where the files of what sounds are. Others are let go of before any of it is opened. */
  const openStream = async (run: Run, what: SoundRef, from: Frames): Promise<Opened> => {
    const parts = what.kind === 'pair' ? [what.first, what.second] : [what];
    const files = await Promise.all(parts.map(fileOf));
    if (run === current) stopCaching(files.flatMap((file) => file?.path ?? []));
    const opening = await Promise.allSettled(parts.map((part, i) => openOne(run, part, files[i], from)));
    const opened = opening.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const failed = opening.find((each) => each.status === 'rejected');
    if (failed) {
      await Promise.allSettled(opened.map(({ stream }) => stream.close()));
      throw failed.reason;
    }
    const [{ stream }, other] = opened;
    return { stream: other ? openPair(stream, other.stream) : stream, cold: opened.flatMap(({ cold }) => cold) };
  };
  /** The file of a sound that is one; null: it is none. */
  const fileOf = async (what: OneSound): Promise<{ readonly path: string; readonly pcm: PcmSound | null } | null> => {
    if (what.kind === 'asset') return sources.open(what.asset);
    if (what.kind !== 'made') return null;
    await sources.checkMade(what.path);
    return { path: what.path, pcm: null };
  };
  const openOne = async (
    run: Run,
    what: OneSound,
    file: { readonly path: string; readonly pcm: PcmSound | null } | null,
    from: Frames,
  ): Promise<Opened> => {
    if (what.kind === 'cue') return { stream: await sources.openCue(what.cue, from), cold: [] };
    if (what.kind === 'mix') return { stream: await sources.openMix(what.workout, what.variant, from), cold: [] };
    if (what.kind === 'music') return { stream: await sources.openMusic(what.workout, from), cold: [] };
    if (what.kind === 'source')
      return { stream: await openPcmFile(await sources.openSource(what.source), from), cold: [] };
    const { path, pcm } = file!;
    // An entry may have been pruned since it was looked up; then the original is decoded.
    const stream = pcm && (await openPcmFile(pcm, from).catch(() => null));
    if (stream) return { stream, cold: [] };
    if (run !== current) throw new CueforgeError('cancelled', 'Another place was asked for');
    const cached = (): PcmAsset | null => caching.get(path)?.entry ?? null;
    const { signal } = run.abort;
    return { stream: openColdStream({ file: path, ffmpeg: sources.ffmpeg, from, signal, cached }), cold: [path] };
  };

  const play = async (run: Run, what: SoundRef, from: Frames): Promise<void> => {
    const send = (reply: FromPcmSource): void => {
      if (open && run === current) port.send(reply);
    };
    let stream: PcmStream | null = null;
    try {
      const opened = await openStream(run, what, from);
      stream = opened.stream;
      send({ kind: 'opened', epoch: run.epoch, length: stream.length(), cached: opened.cold.length === 0 });
      /** Samples of a frame. */
      const width = what.kind === 'pair' ? 2 * CHANNELS : CHANNELS;
      for (let at: number = from; ; ) {
        const most = Math.min(PCM_BLOCK, await run.credit.some());
        if (run !== current) return;
        const samples = await stream.next(most);
        if (samples === null) break;
        run.credit.spend(samples.length / width);
        send({ kind: 'pcm', epoch: run.epoch, frame: frames(at), samples });
        at += samples.length / width;
        // Only now: two decodes at once would make the first sound wait.
        if (run === current) opened.cold.forEach(cache);
      }
      send({ kind: 'ended', epoch: run.epoch, length: stream.length()! });
    } catch (error) {
      send({ kind: 'failed', epoch: run.epoch, failure: toFailure(error) });
    } finally {
      await stream?.close().catch(() => undefined);
    }
  };

  port.onMessage((received) => {
    const parsed = message.safeParse(received);
    if (!parsed.success) return refuse(received);
    const said = parsed.data;
    if (said.kind === 'credit') {
      if (said.epoch === current?.epoch) current.credit.grant(said.frames);
    } else if (said.kind === 'close') {
      if (said.epoch !== current?.epoch) return;
      end();
      stopCaching();
    } else if (said.epoch > newest) {
      newest = said.epoch;
      end();
      current = { epoch: said.epoch, abort: new AbortController(), credit: createPcmCredit(CREDIT_MOST) };
      void play(current, said.sound, frames(said.from));
    }
  });
  const refuse = (received: unknown): void => {
    const named = z.object({ epoch }).safeParse(received);
    if (!named.success || !open) return;
    const text = 'The player asked for sound in a way the studio does not know';
    port.send({ kind: 'failed', epoch: named.data.epoch, failure: { code: 'bad-argument', message: text } });
  };

  port.onClose(() => {
    open = false;
    end();
    stopCaching();
  });
};
