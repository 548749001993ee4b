import fluentFfmpeg from 'fluent-ffmpeg';
import { type AudioContainer, CueforgeError } from '../model/index.ts';
import type { FfmpegBinary } from './ffmpeg-binary.ts';
import { BIT_EXACT, ffmpegFile } from './ffmpeg-process.ts';

const MUXERS: Readonly<Record<AudioContainer, string>> = {
  mp3: 'mp3',
  m4a: 'ipod',
  opus: 'opus',
  flac: 'flac',
  wav: 'wav',
};

/**
 * Turns one sound file into another of the format, with the codec's own defaults. For short files without a mix: no
 * pipe, no pace to keep, so fluent-ffmpeg serves here. Throws `ffmpeg-failed`, or `cancelled` once ffmpeg is gone.
 */
export const transcode = (
  input: string,
  output: string,
  format: AudioContainer,
  { ffmpeg, signal }: { readonly ffmpeg: FfmpegBinary; readonly signal: AbortSignal },
): Promise<void> =>
  new Promise((resolve, reject) => {
    const command = fluentFfmpeg(ffmpegFile(input))
      .setFfmpegPath(ffmpeg.path)
      .outputOptions([...BIT_EXACT])
      .format(MUXERS[format]);
    const kill = (): void => {
      command.kill('SIGKILL');
    };
    signal.addEventListener('abort', kill, { once: true });
    const settle = (act: () => void): void => {
      signal.removeEventListener('abort', kill);
      act();
    };
    command
      .on('end', () => settle(resolve))
      .on('error', (error: Error) =>
        settle(() =>
          reject(
            signal.aborted
              ? new CueforgeError('cancelled', 'The work was cancelled')
              : new CueforgeError('ffmpeg-failed', `ffmpeg could not write ${format}: ${error.message}`),
          ),
        ),
      )
      .save(ffmpegFile(output));
  });
