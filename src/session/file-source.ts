import { decode, type FfmpegBinary } from '../media/index.ts';
import { CHANNELS, type Frames } from '../model/index.ts';
import type { OpenSource, SoundSource } from './layer-stream.ts';

/**
 * Sound decoded as it is asked for; the pipe's back-pressure is the throttle. ffmpeg starts with the first question. What
 * comes before `from` is decoded and dropped. `resolve`: where a file is that a cuelist names.
 */
export const createFileSources =
  (ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>, resolve: (file: string) => string): OpenSource =>
  (file, from) =>
    openDecode(resolve(file), ffmpeg, from);

const openDecode = (path: string, ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>, from: Frames): SoundSource => {
  const ending = new AbortController();
  const decoding = decode(path, { ffmpeg, signal: ending.signal, reuseBlocks: true });
  let block: Float32Array = new Float32Array(0);
  let skip: number = from;
  let asked = false;
  return {
    async next(most) {
      asked = true;
      while (block.length === 0) {
        const step = await decoding.next();
        if (step.done) return null;
        const dropped = Math.min(skip, step.value.length / CHANNELS);
        skip -= dropped;
        block = step.value.subarray(dropped * CHANNELS);
      }
      const piece = block.subarray(0, most * CHANNELS);
      block = block.subarray(piece.length);
      return piece;
    },
    async close() {
      ending.abort();
      if (asked) await decoding.return({ frames: 0 as Frames, warnings: [] }).catch(() => undefined);
    },
  };
};
