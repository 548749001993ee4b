import { decode, type FfmpegBinary, type PcmAsset } from '../media/index.ts';
import { CHANNELS, type Frames, frames } from '../model/index.ts';
import { openPcmFile, type PcmStream } from './pcm-stream.ts';

/**
 * Sound of a file that is not in the PCM cache: decoded as it is asked for, from the start; what comes before `from` is
 * decoded and dropped. As soon as `cached` gives an entry it is read from there, at the frame it had come to: both are
 * the same samples. ffmpeg ends with `close`, or when `signal` aborts.
 */
export const openColdStream = (options: {
  readonly file: string;
  readonly ffmpeg: Pick<FfmpegBinary, 'path' | 'hasSoxr'>;
  readonly from: Frames;
  readonly signal: AbortSignal;
  /** The file's entry in the cache, null while there is none. */
  readonly cached: () => PcmAsset | null;
}): PcmStream => {
  const { file, ffmpeg, from, signal, cached } = options;
  const decoding = decode(file, { ffmpeg, signal, reuseBlocks: true });
  /** Frames given out or dropped. */
  let at = 0;
  /** What is left of the block that was decoded last; its memory is the decoder's, and good until the next one. */
  let block: Float32Array = new Float32Array(0);
  let length: Frames | null = null;
  let warm: PcmStream | null = null;
  let tried = false;

  const tryCache = async (): Promise<void> => {
    const entry = cached();
    if (entry === null || tried) return;
    tried = true;
    warm = await openPcmFile(entry, frames(Math.max(at, from))).catch(() => null);
    if (warm !== null) await decoding.return({ frames: frames(0), warnings: [] });
  };

  /** The next decoded block into `block`; false: there is none. */
  const pull = async (): Promise<boolean> => {
    const step = await decoding.next();
    if (step.done) length = step.value.frames;
    else block = step.value;
    return !step.done;
  };

  return {
    length: () => warm?.length() ?? length,
    async next(most) {
      for (;;) {
        if (warm === null) await tryCache();
        if (warm !== null) return warm.next(most);
        const dropped = Math.max(0, Math.min(block.length / CHANNELS, from - at));
        at += dropped;
        block = block.subarray(dropped * CHANNELS);
        if (block.length > 0) break;
        if (length !== null || !(await pull())) return null;
      }
      const piece = block.slice(0, most * CHANNELS);
      block = block.subarray(piece.length);
      at += piece.length / CHANNELS;
      return piece;
    },
    async close() {
      await Promise.all([warm?.close(), decoding.return({ frames: frames(0), warnings: [] }).catch(() => undefined)]);
    },
  };
};
