import { createMixer, renderMix } from '../audio/index.ts';
import { decode } from '../media/index.ts';
import { CHANNELS, ENGINE_RATE, type MixPlan, type SourceReader } from '../model/index.ts';
import { decodeSpans } from './decode-spans.ts';
import { createSilenceFinder, dropoutsAmong, framesByChunk } from './dropouts.ts';
import { CHUNK, createFileMeter, type FileMeasure } from './file-measure.ts';
import { findOffset, LEAST_MATCH } from './find-offset.ts';
import type { JobHost } from './measure-mix.ts';

import type { CheckJob, FoundMoment, SpansChecked } from './render-protocol.ts';

/** How much of a moment is compared, and how far around its place it is looked for. Frames. */
const MOMENT = 0.5 * ENGINE_RATE;
const REACH = 0.01 * ENGINE_RATE;
/** So little of a cue, at the end of a mix, is alike in more than one place. Frames: 100 ms. */
const LEAST_MOMENT = 0.1 * ENGINE_RATE;
/** Under this a sample of the mix does not tell what the limiter made of it: -80 dBFS. */
const SOUND = 1e-4;
/** Power of a voice against that of the music under it: 6 dB less. */
const DROWNED = 0.25;

/** Worker thread: decodes a finished file once, or spans of it, measures what it hears and finds its moments again. */
export const checkFile = async (job: CheckJob, reader: SourceReader, host: JobHost): Promise<SpansChecked> => {
  const windows = job.moments.map(({ id, at }) => ({
    id,
    at,
    length: Math.min(MOMENT, job.plan.length - at),
    pcm: new Float32Array((MOMENT + 2 * REACH) * CHANNELS),
  }));
  let open = [...windows].sort((a, b) => a.at - b.at);
  const measures: FileMeasure[] = [];
  let span = 0;
  let heard = job.part?.spans[0]?.start ?? 0;
  let meter = createFileMeter();
  let silence = createSilenceFinder(heard);
  const endSpan = (cut: boolean): void => {
    const measure = meter.finish(cut);
    const lost = dropoutsAmong(silence.finish(), job.plan, reader);
    const chunks = measure.dropouts.length;
    measures.push({ ...measure, dropouts: framesByChunk(lost, heard - measure.frames, chunks, CHUNK) });
  };
  for await (const piece of pieces(job, host.signal)) {
    if (piece.span !== span) {
      endSpan(true);
      span = piece.span;
      heard = job.part!.spans[span].start;
      meter = createFileMeter();
      silence = createSilenceFinder(heard);
    }
    meter.push(piece.pcm);
    silence.push(piece.pcm);
    const end = heard + piece.pcm.length / CHANNELS;
    for (const window of open) {
      if (window.at - REACH >= end) break;
      copyOverlap(piece.pcm, heard, window.pcm, window.at - REACH);
    }
    heard = end;
    if (open.length > 0 && open[0].at + MOMENT + REACH <= heard) {
      open = open.filter((window) => window.at + MOMENT + REACH > heard);
    }
    host.progress(piece.pcm.length / CHANNELS);
  }
  endSpan(heard < job.plan.length && job.part !== null);
  return { measures, offsets: await findMoments(job, reader, windows) };
};

async function* pieces({ file, ffmpeg, part }: CheckJob, signal: AbortSignal) {
  if (part !== null) yield* decodeSpans(part.sound, part.spans, ffmpeg, signal);
  else for await (const pcm of decode(file, { ffmpeg, signal, reuseBlocks: true })) yield { span: 0, pcm };
}

/**
 * Finds each moment's foreground again: the voices where the plan has any, else the beds. What else sounds there, as the
 * limiter left it, is taken away first, so that music cannot pass for the cue.
 */
const findMoments = async (
  { plan }: CheckJob,
  reader: SourceReader,
  windows: readonly { id: string; at: number; length: number; pcm: Float32Array }[],
): Promise<FoundMoment[]> => {
  const voiced = plan.voices.length > 0;
  const foreground = createMixer(voiced ? { ...plan, beds: [] } : plan, reader);
  const moments: FoundMoment[] = [];
  for (const { id, at, length, pcm } of windows) {
    const wanted = new Float32Array(length * CHANNELS);
    foreground.mix(at, wanted);
    const found = pcm.slice(0, (length + 2 * REACH) * CHANNELS);
    const music = new Float32Array(found.length);
    if (voiced && plan.beds.length > 0) {
      createMixer({ ...plan, voices: [] }, reader).mix(at - REACH, music);
      const gains = await limiterGains(plan, reader, at - REACH, found.length / CHANNELS);
      for (let i = 0; i < found.length; i++) found[i] -= gains[Math.floor(i / CHANNELS)] * music[i];
    }
    const offset = length < LEAST_MOMENT ? null : findOffset(wanted, found, REACH);
    const under = music.subarray(REACH * CHANNELS, (REACH + length) * CHANNELS);
    if (!offset || (offset.match < LEAST_MATCH && isDrowned(wanted, under)))
      moments.push({ id, at, milliseconds: null, match: 0 });
    else moments.push({ id, at, milliseconds: (offset.frames * 1000) / ENGINE_RATE, match: offset.match });
  }
  return moments;
};

/** What the limiter multiplies each of some frames of a mix by, music and voices alike. The first may be before the mix. */
const limiterGains = async (
  plan: MixPlan,
  reader: SourceReader,
  start: number,
  count: number,
): Promise<Float32Array> => {
  const mix = new Float32Array(count * CHANNELS);
  createMixer(plan, reader).mix(start, mix);
  const gains = new Float32Array(count).fill(1);
  let at = Math.max(0, start) - start;
  await renderMix(plan, reader, start + at, start + count, (limited) => {
    for (let i = 0; i < limited.length; i += CHANNELS, at++) {
      const [left, right] = [mix[at * CHANNELS], mix[at * CHANNELS + 1]];
      const louder = Math.abs(left) > Math.abs(right) ? 0 : 1;
      const sounds = Math.max(Math.abs(left), Math.abs(right)) > SOUND;
      // It changes slowly: between two half-waves it is what it was.
      gains[at] = sounds ? limited[i + louder] / mix[at * CHANNELS + louder] : (gains[at - 1] ?? 1);
    }
    return undefined;
  });
  return gains;
};

/** Whether a voice is so far under the music that what a codec makes of the music hides it, too. */
const isDrowned = (voice: Float32Array, music: Float32Array): boolean => powerOf(voice) < DROWNED * powerOf(music);

const powerOf = (pcm: Float32Array): number => pcm.reduce((sum, x) => sum + x * x, 0);

/** Copies the frames that a block at `blockAt` shares with a window at `windowAt`. Both interleaved stereo. */
const copyOverlap = (block: Float32Array, blockAt: number, window: Float32Array, windowAt: number): void => {
  const from = Math.max(blockAt, windowAt);
  const to = Math.min(blockAt + block.length / CHANNELS, windowAt + window.length / CHANNELS);
  if (to > from) {
    window.set(block.subarray((from - blockAt) * CHANNELS, (to - blockAt) * CHANNELS), (from - windowAt) * CHANNELS);
  }
};
