import { CHANNELS, type FailureCode, type Frames, frames, toFailure } from '../model/index.ts';
import type { OpenSource, SoundSource } from './layer-stream.ts';

/** What is no fault of the file: the part that decoded it went. */
const PASSING: readonly FailureCode[] = ['worker-exited', 'ffmpeg-failed'];
/** Openings in a row that gave nothing before it counts as failed. */
const TRIES = 3;

/**
 * Sources that go on where they were when what decoded them died: opened again at the frame they had come to, with the same
 * samples. Every other failure is theirs.
 */
export const createResumingSources =
  (open: OpenSource): OpenSource =>
  (file, from) => {
    let source: SoundSource = open(file, from);
    let at: Frames = from;
    let failed = 0;
    let closed = false;
    return {
      async next(most) {
        for (;;) {
          try {
            const piece = await source.next(most);
            at = frames(at + (piece?.length ?? 0) / CHANNELS);
            failed = 0;
            return piece;
          } catch (error) {
            failed += 1;
            if (closed || failed === TRIES || !PASSING.includes(toFailure(error).code)) throw error;
            await source.close();
            if (closed) throw error;
            source = open(file, at);
          }
        }
      },
      async close() {
        closed = true;
        await source.close();
      },
    };
  };
