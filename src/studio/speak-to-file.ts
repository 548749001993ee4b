import { copyFile, rename, rm } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { type FfmpegBinary, makeFolder, transcode } from '../media/index.ts';
import { AUDIO_CONTAINERS, type AudioContainer, type Coach, CueforgeError, toFailure } from '../model/index.ts';
import type { Takes } from '../speech/index.ts';

export interface SpeakRequest {
  readonly text: string;
  /** Where the speech goes; its ending (wav, mp3, m4a, opus, flac) is its format. */
  readonly output: string;
  /** Voice of the embedded provider; default: its own. */
  readonly voice?: string;
  /** Speaking rate, 0.5..2. Default 1. */
  readonly rate?: number;
}

export interface Spoken {
  readonly file: string;
}

/** Speaks a text into a file, as a coach would say the cue. */
export const speakToFile = async (
  { text, output, voice, rate = 1 }: SpeakRequest,
  takes: Takes,
  ffmpeg: FfmpegBinary,
  signal: AbortSignal,
): Promise<Spoken> => {
  if (!(rate >= 0.5 && rate <= 2)) throw new CueforgeError('bad-argument', `--rate expects 0.5..2, got ${rate}`);
  const format = extname(output).slice(1).toLowerCase();
  if (!AUDIO_CONTAINERS.includes(format as AudioContainer)) {
    throw new CueforgeError(
      'bad-argument',
      `-o expects a file ending in ${AUDIO_CONTAINERS.join(', ')}, got ${output}`,
    );
  }
  const coach: Coach = { id: 'voice', name: voice ?? 'voice', provider: 'embedded', voice: voice ?? null, rate };
  const take = await takes.take({ text, coach, lexicon: {} }, signal);
  const file = resolve(output);
  const partial = `${file}.${process.pid}.partial`;
  try {
    await makeFolder(dirname(file));
    if (format === 'wav') await copyFile(take, partial);
    else await transcode(take, partial, format as AudioContainer, { ffmpeg, signal });
    await rename(partial, file);
  } catch (error) {
    const { code, message } = toFailure(error);
    if (error instanceof CueforgeError) throw error;
    throw new CueforgeError(code === 'disk-full' ? code : 'folder-unwritable', `${file} cannot be written: ${message}`);
  } finally {
    await rm(partial, { force: true }).catch(() => undefined); // its folder may be none; what failed was said
  }
  return { file };
};
