import { createHash } from 'node:crypto';
import { LIMITER_LOOKAHEAD, LIMITER_MEMORY } from '../audio/index.ts';
import { type FfmpegBinary, LOOK_AHEAD_FRAMES, MP3_FRAME, mp3Frames } from '../media/index.ts';
import type { MixPlan } from '../model/index.ts';
import { mixText } from '../plan/index.ts';
import { CHUNK } from './file-measure.ts';
import { codecArgs, type Encoding } from './formats.ts';

/** Changes when the same plan would be mixed to other samples. */
const MIX_VERSION = 1;
/** MP3 frames of a chunk. */
export const CHUNK_FRAMES = CHUNK / MP3_FRAME;
/** Frames before a chunk that LAME lets into it; what else it remembers is told by the joints, which are compared. */
const ENCODER_MEMORY = 2 * MP3_FRAME;

/** What encodes may share frames: those of one encoder with the same settings. */
export const encodingKey = (encoding: Encoding, ffmpeg: FfmpegBinary): string =>
  digestOf(JSON.stringify([MIX_VERSION, ffmpeg.version, codecArgs(encoding)]));

/**
 * What each chunk of the MP3 of a plan is made of, as short texts: two plans with the same text at a chunk have the same
 * samples there, and as far around as its frames look. A WAV and a FLAC need less around, and take the same texts.
 */
export const chunkTexts = (plan: MixPlan): string[] =>
  Array.from({ length: Math.ceil(mp3Frames(plan.length) / CHUNK_FRAMES) }, (_, chunk) => {
    const start = Math.max(0, chunk * CHUNK - ENCODER_MEMORY - LIMITER_MEMORY);
    const end = (chunk + 1) * CHUNK + LOOK_AHEAD_FRAMES * MP3_FRAME + LIMITER_LOOKAHEAD;
    return digestOf(mixText(plan, { start, end }));
  });

const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22);
