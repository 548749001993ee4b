import { createHash } from 'node:crypto';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  appendToWav,
  carriedTags,
  type FfmpegBinary,
  MP3_FRAME,
  type TaggedContainer,
  tagCarrier,
  wavChunks,
} from '../media/index.ts';
import { containerOf, type Decibels, decibels, type MixPlan } from '../model/index.ts';
import { type Span, VARIANT_TOLERANCE_LU, WORKOUT_TOLERANCE_LU } from '../plan/index.ts';
import type { BedMeasure } from './bed-measure.ts';
import { checkShared, checkWhole, keepCheck } from './check-render.ts';
import type { Deliverable } from './deliverable.ts';
import { encodingKey } from './encoded-chunks.ts';
import type { Checked, EncodedStore } from './encoded-store.ts';
import { flacLayout } from './flac-layout.ts';
import { ceilingMargin, isLossless } from './formats.ts';
import { type Check, checkFailed, judge } from './judge-file.ts';
import { keepLossless, losslessShares, writeShared, writtenWhole } from './lossless-file.ts';
import type { Layout } from './lossless-layout.ts';
import { forecastLoudness } from './loudness-forecast.ts';
import type { MadeSound, SoundPart } from './made-sound.ts';
import type { MeasuredSpans } from './measured-spans.ts';
import { writeMp3 } from './mp3-file.ts';
import { discard, partialPath, publish } from './partial-file.ts';
import type { RenderPool } from './render-pool.ts';
import type { CheckResult, EncodeFileJob, EncodeResult, SourceFiles } from './render-protocol.ts';
import { chooseGain } from './variant-gain.ts';
import { wavLayout } from './wav-layout.ts';

export interface RenderedFile {
  readonly deliverable: Deliverable;
  readonly bytes: number;
  readonly sha256: string;
  readonly measured: CheckResult;
  readonly checks: readonly Check[];
  readonly gain: Decibels;
  /** True: the workout's gain left it over 0.5 LU from the target (or own gains were asked for). */
  readonly ownGain: boolean;
  /** Frames of the mix that were encoded for it; the others are those of files that were there. */
  readonly encoded: readonly Span[];
  /** Deepest gain reduction of the limiter. */
  readonly maxReductionDb: number;
  /** What a producer should know: off target and by how much, dynamics that the limiter changed. */
  readonly warnings: readonly string[];
}

export interface RenderHost {
  readonly pool: RenderPool;
  readonly ffmpeg: FfmpegBinary;
  readonly sources: SourceFiles;
  readonly bed: BedMeasure | null;
  readonly outDir: string;
  readonly serial: boolean;
  readonly perVariantGain: boolean;
  /** What MP3s, WAVs and FLACs share their frames with; null: each is encoded whole. */
  readonly store: EncodedStore | null;
  /** Files are decoded whole, also where their frames are those of files that were. */
  readonly fullCheck: boolean;
  /** Spans that forecasts measured. */
  readonly measured: MeasuredSpans;
  /** Checks that run or have ended, by the id of the encode: what shares its frames waits for them. Null: it failed. */
  readonly checks: Map<string, Promise<Checked | null>>;
  /** Does work of a key one after the other. */
  inTurn<T>(key: string, work: () => Promise<T>): Promise<T>;
  readonly signal: AbortSignal;
  /** Frames encoded or checked since the last call. */
  onProgress(deliverable: Deliverable, stage: 'encode' | 'check', frames: number): void;
}

/** Encodes tried under a lower limiter ceiling, each by what the one before was over. */
const PEAK_TRIES = 4;
/** A limiter that turns down further than this is heard as a change of dynamics. Decibels. */
const NOTICEABLE_REDUCTION = 6;

/** Makes, checks and names one file. Nothing but a file that passed its check ever has the name. */
export const renderFile = async (deliverable: Deliverable, host: RenderHost): Promise<RenderedFile> => {
  const target = join(host.outDir, deliverable.file);
  try {
    const { bed, sources, pool, signal } = host;
    const { gain, ownGain } = await chooseGain(
      deliverable,
      (tried) => forecastLoudness(tried, bed, sources, pool, signal, host.measured),
      host.perVariantGain,
    );
    const ceiling = deliverable.plan.limiter.ceiling;
    let margin: number = ceilingMargin(deliverable.encoding);
    for (let attempt = 1; ; attempt++) {
      const plan = { ...deliverable.plan, gain, limiter: { ceiling: decibels(ceiling - margin) } };
      const { maxReductionDb, sound } = await encode(deliverable, plan, partialPath(target), host);
      const [measured, { bytes, sha256 }] = await Promise.all([
        check(deliverable, plan, partialPath(target), sound, host),
        settle(partialPath(target)),
      ]);
      if (measured.dbtp > ceiling && attempt < PEAK_TRIES) {
        margin += measured.dbtp - ceiling + 0.1;
        continue;
      }
      const checks = judge(deliverable, measured);
      const failed = checks.filter((line) => !line.passed && line.name !== 'loudness');
      if (failed.length > 0) {
        if (sound?.mix) await host.store?.remove(sound.mix);
        throw checkFailed(deliverable.file, failed, measured);
      }
      const warnings = warningsFor(deliverable, measured, maxReductionDb, ownGain, gain);
      await publish(target);
      const encoded = encodedSpans(sound, plan.length);
      return { deliverable, bytes, sha256, measured, checks, gain, ownGain, encoded, maxReductionDb, warnings };
    }
  } finally {
    await discard(target);
  }
};

const encode = async (
  deliverable: Deliverable,
  plan: MixPlan,
  output: string,
  host: RenderHost,
): Promise<{ readonly maxReductionDb: number; readonly sound: MadeSound | null }> => {
  const { encoding, tags } = deliverable;
  const { ffmpeg, sources, bed, serial, store, pool, signal } = host;
  const onProgress = (frames: number) => host.onProgress(deliverable, 'encode', frames);
  if (encoding.format === 'mp3') {
    const job = { plan, sources, bed, ffmpeg, encoding, tags, output, serial, store };
    const write = (): Promise<MadeSound> => writeMp3(job, pool, signal, onProgress);
    // What is encoded first is there for the others to share.
    const sound = await (encoding.voice || store === null
      ? write()
      : host.inTurn(encodingKey(encoding, ffmpeg), write));
    return { maxReductionDb: sound.reduction, sound };
  }
  const carrier = `${output}.tags`;
  try {
    const container = containerOf(encoding.format) as TaggedContainer;
    await writeFile(carrier, tagCarrier(tags, container));
    const tagArgs = carriedTags(tags, container, 1);
    const job: EncodeFileJob = {
      kind: 'encode-file',
      plan,
      sources,
      ffmpeg,
      encoding,
      output,
      tagCarrier: carrier,
      tagArgs,
    };
    if (isLossless(encoding.format)) {
      const layout = container === 'wav' ? wavLayout(plan, encoding) : flacLayout(plan, ffmpeg);
      const behind = container === 'wav' ? wavChunks(tags) : new Uint8Array(0);
      const { reduction, made } = await writeLossless(job, layout, behind, serial ? null : store, host, onProgress);
      return { maxReductionDb: reduction, sound: made };
    }
    const result = (await pool.run(job, { signal, onProgress })) as EncodeResult;
    return { maxReductionDb: result.limited[0], sound: null };
  } finally {
    await rm(carrier, { force: true });
  }
};

/** A WAV or a FLAC of what the store has and the rest, or of ffmpeg's where that is most of it. */
const writeLossless = async (
  job: EncodeFileJob,
  layout: Layout,
  behind: Uint8Array,
  store: EncodedStore | null,
  { pool, signal, inTurn }: RenderHost,
  onProgress: (frames: number) => void,
): Promise<{ readonly reduction: number; readonly made: MadeSound | null }> => {
  const whole = async (): Promise<number> => {
    await rm(job.output, { force: true }); // it may be one that the store keeps
    const { limited } = (await pool.run(job, { signal, onProgress })) as EncodeResult;
    if (behind.length > 0) await appendToWav(job.output, behind);
    return limited[0];
  };
  if (store === null) return { reduction: await whole(), made: null };
  return inTurn(encodingKey(job.encoding, job.ffmpeg), async () => {
    const shares = await losslessShares(job, layout, store);
    await rm(job.output, { force: true });
    const sharing = shares.worth ? writeShared(job, layout, shares, pool, signal, onProgress) : null;
    // What stands in the way of sharing does not stand in the way of the file; what does is met again.
    const shared = await sharing?.catch((error: unknown) => {
      if (signal.aborted) throw error;
    });
    if (shared === null) for (const { of } of shares.parts) if (of) await store.remove(of); // none to join again
    if (shared && behind.length > 0) await appendToWav(job.output, behind);
    const written = shared ?? (await writtenWhole(job, layout, shares, await whole(), signal));
    const made = await keepLossless(shares, written, store);
    return { reduction: made.reduction, made };
  });
};

const encodedSpans = (sound: MadeSound | null, length: number): Span[] => {
  if (sound === null || sound.plain === null) return [{ start: 0, end: length }];
  return sound.parts.flatMap(({ from, to, of }) =>
    of === null ? [{ start: from * MP3_FRAME, end: Math.min(length, to * MP3_FRAME) }] : [],
  );
};

/** Moments of music that are looked up again, so that a shifted file is noticed without any cue. */
const MUSIC_MOMENTS = 3;

const check = async (
  deliverable: Deliverable,
  plan: MixPlan,
  file: string,
  sound: MadeSound | null,
  { pool, ffmpeg, sources, signal, store, fullCheck, checks, onProgress }: RenderHost,
): Promise<CheckResult> => {
  const { length } = plan;
  const moments =
    plan.voices.length === 0
      ? Array.from({ length: MUSIC_MOMENTS }, (_, i) => ({
          id: `music-${i + 1}`,
          at: Math.floor((length * (i + 1)) / 4),
        }))
      : deliverable.cues.map(({ cue, start }) => ({ id: cue.id, at: start }));
  const within = moments.filter(({ at }) => at < length);
  const told = (frames: number): void => onProgress(deliverable, 'check', frames);
  const checkHost = { plan, sources, ffmpeg, pool, signal, onProgress: told };
  const checking = fullCheck
    ? checkWhole(file, within, checkHost)
    : knownParts(sound, checks).then((known) =>
        sound !== null && known.some(({ of }) => of !== null)
          ? checkShared(file, { ...sound, parts: known }, within, checkHost)
          : checkWhole(file, within, checkHost),
      );
  if (sound?.mix) {
    const checked = checking.then((done) => done.checked);
    checks.set(
      sound.mix.id,
      checked.catch(() => null),
    );
  }
  const { result, checked } = await checking;
  if (sound !== null) await keepCheck(store, sound, checked);
  return result;
};

/** The parts of a file, once what runs of the checks of those that it shares has ended. */
const knownParts = async (sound: MadeSound | null, checks: RenderHost['checks']): Promise<SoundPart[]> => {
  const waiting = (sound?.parts ?? []).map(({ of }) => (of && of.checked === null ? checks.get(of.id) : undefined));
  const ended = await Promise.all(waiting);
  return (sound?.parts ?? []).map((part, i) => {
    const checked = ended[i];
    return part.of && checked ? { ...part, of: { ...part.of, checked } } : part;
  });
};

const warningsFor = (
  { target, content }: Deliverable,
  measured: CheckResult,
  maxReductionDb: number,
  ownGain: boolean,
  gain: Decibels,
): string[] => {
  const warnings: string[] = [];
  const tolerance = content === 'music' ? WORKOUT_TOLERANCE_LU : VARIANT_TOLERANCE_LU;
  if (ownGain) warnings.push(`has a gain of its own, ${gain.toFixed(1)} dB, and shares no audio with other variants`);
  if (target !== null && !(Math.abs(measured.lufs - target) <= tolerance)) {
    const by = Number.isFinite(measured.lufs) ? `${(measured.lufs - target).toFixed(1)} LU off` : 'silent, not at';
    warnings.push(`is ${by} the target of ${target} LUFS`);
  }
  if (target !== null && maxReductionDb > NOTICEABLE_REDUCTION) {
    warnings.push(
      `needed up to ${maxReductionDb.toFixed(1)} dB of limiting; a lower target keeps more of its dynamics`,
    );
  }
  return warnings;
};

/** Brings a finished file to the disk, so that its name never outlives its bytes, and takes its fingerprint. */
const settle = async (path: string): Promise<{ bytes: number; sha256: string }> => {
  const file = await open(path, 'r+');
  try {
    const hash = createHash('sha256');
    const piece = Buffer.alloc(1 << 20);
    for (let read = piece.length; read > 0; ) {
      ({ bytesRead: read } = await file.read(piece, 0, piece.length, null));
      hash.update(piece.subarray(0, read));
    }
    await file.sync();
    return { bytes: (await file.stat()).size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
};
