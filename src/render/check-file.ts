import { createMixer } from '../audio/index.ts';
import { decode } from '../media/index.ts';
import { CHANNELS, ENGINE_RATE, type SourceReader } from '../model/index.ts';
import { decodeSpans } from './decode-spans.ts';
import { createSilenceFinder, dropoutsAmong, framesByChunk } from './dropouts.ts';
import { CHUNK, createFileMeter, type FileMeasure } from './file-measure.ts';
import { findOffset } from './find-offset.ts';
import type { JobHost } from './measure-mix.ts';

import type { CheckJob, CheckResult, SpansChecked } from './render-protocol.ts';

/** How much of a moment is compared, and how far around its place it is looked for. Frames. */
const MOMENT = 0.5 * ENGINE_RATE;
const REACH = 0.01 * ENGINE_RATE;

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
  return { measures, offsets: findMoments(job, reader, windows) };
};

async function* pieces({ file, ffmpeg, part }: CheckJob, signal: AbortSignal) {
  if (part !== null) yield* decodeSpans(part.sound, part.spans, ffmpeg, signal);
  else for await (const pcm of decode(file, { ffmpeg, signal, reuseBlocks: true })) yield { span: 0, pcm };
}

/**
 * Finds each moment's foreground again: the voices where the plan has any, else the beds. What else sounds there is
 * taken away first, so that music cannot pass for the cue.
 */
const findMoments = (
  job: CheckJob,
  reader: SourceReader,
  windows: readonly { id: string; at: number; length: number; pcm: Float32Array }[],
): CheckResult['offsets'] => {
  const voiced = job.plan.voices.length > 0;
  const foreground = createMixer(voiced ? { ...job.plan, beds: [] } : job.plan, reader);
  const background = createMixer({ ...job.plan, voices: [] }, reader);
  return windows.map(({ id, at, length, pcm }) => {
    const wanted = new Float32Array(length * CHANNELS);
    foreground.mix(at, wanted);
    const found = pcm.slice(0, (length + 2 * REACH) * CHANNELS);
    if (voiced && job.plan.beds.length > 0) {
      const around = new Float32Array(found.length);
      background.mix(at - REACH, around);
      for (let i = 0; i < found.length; i++) found[i] -= around[i];
    }
    const offset = findOffset(wanted, found, REACH);
    if (!offset) return { id, milliseconds: null, match: 0 };
    return { id, milliseconds: (offset.frames * 1000) / ENGINE_RATE, match: offset.match };
  });
};

/** Copies the frames that a block at `blockAt` shares with a window at `windowAt`. Both interleaved stereo. */
const copyOverlap = (block: Float32Array, blockAt: number, window: Float32Array, windowAt: number): void => {
  const from = Math.max(blockAt, windowAt);
  const to = Math.min(blockAt + block.length / CHANNELS, windowAt + window.length / CHANNELS);
  if (to > from) {
    window.set(block.subarray((from - blockAt) * CHANNELS, (to - blockAt) * CHANNELS), (from - windowAt) * CHANNELS);
  }
};
