import { createAnalyzer } from '../audio/index.ts';
import { decode, type FfmpegBinary, probe } from '../media/index.ts';
import { ENGINE_RATE } from '../model/index.ts';

/** Everything measured of a sound file. Levels are null for silence; times in seconds. */
export interface AnalyzedFile {
  readonly file: string;
  readonly duration_seconds: number;
  readonly frames: number;
  readonly container: string | null;
  readonly codec: string | null;
  readonly sample_rate: number | null;
  readonly channels: number | null;
  readonly bitrate_kbps: number | null;
  readonly title: string | null;
  readonly artist: string | null;
  readonly lufs: number | null;
  readonly lra: number | null;
  readonly max_momentary_lufs: number | null;
  readonly max_short_term_lufs: number | null;
  readonly dbtp: number | null;
  readonly sample_peak_dbfs: number | null;
  readonly clipped_frames: number;
  readonly clips: readonly { readonly start: number; readonly end: number }[];
  readonly silences: readonly { readonly start: number; readonly end: number }[];
  readonly warnings: readonly string[];
}

/** Decodes and measures a file in one pass. Throws the decoder's named failures. */
export const analyzeFile = async (file: string, ffmpeg: FfmpegBinary, signal: AbortSignal): Promise<AnalyzedFile> => {
  const analyzer = createAnalyzer();
  const blocks = decode(file, { ffmpeg, signal, reuseBlocks: true });
  let next = await blocks.next();
  for (; !next.done; next = await blocks.next()) analyzer.push(next.value);
  const { warnings } = next.value;
  const analysis = analyzer.finish();
  const probed = await probe(file);
  const inSeconds = ({ start, end }: { start: number; end: number }) => ({
    start: rounded(start / ENGINE_RATE, 3) ?? 0,
    end: rounded(end / ENGINE_RATE, 3) ?? 0,
  });
  return {
    file,
    duration_seconds: rounded(analysis.frames / ENGINE_RATE, 6) ?? 0,
    frames: analysis.frames,
    container: probed.container,
    codec: probed.codec,
    sample_rate: probed.sampleRate,
    channels: probed.channels,
    bitrate_kbps: probed.bitrate === null ? null : Math.round(probed.bitrate / 1000),
    title: probed.title,
    artist: probed.artist,
    lufs: rounded(analysis.integrated, 2),
    lra: rounded(analysis.range, 2),
    max_momentary_lufs: rounded(analysis.maxMomentary, 2),
    max_short_term_lufs: rounded(analysis.maxShortTerm, 2),
    dbtp: rounded(analysis.truePeak, 2),
    sample_peak_dbfs: rounded(analysis.samplePeak, 2),
    clipped_frames: analysis.clippedFrames,
    clips: analysis.clips.map(inSeconds),
    silences: analysis.silences.map(inSeconds),
    warnings,
  };
};

const rounded = (n: number, decimals: number): number | null =>
  Number.isFinite(n) ? Number(n.toFixed(decimals)) : null;
