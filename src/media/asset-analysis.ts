import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeBeside } from './asset-file.ts';
import type { AssetTags } from './asset-tags.ts';

/** Changes when what is measured, or how, gives other results: what was kept before is measured again. */
const ANALYSIS_VERSION = 1;

/** [start, end) in seconds. */
export interface SecondsSpan {
  readonly start: number;
  readonly end: number;
}

/** What was measured of a file's sound. The same bytes, decoded the same way, give the same. */
export interface AssetMeasures {
  /** At 48 kHz. */
  readonly frames: number;
  readonly seconds: number;
  /** Integrated loudness, LUFS. This and the other levels are null for silence. */
  readonly lufs: number | null;
  /** Loudness range, LU. */
  readonly lra: number | null;
  /** Highest momentary and short-term loudness, LUFS. */
  readonly maxMomentary: number | null;
  readonly maxShortTerm: number | null;
  readonly dbtp: number | null;
  /** dBFS. */
  readonly samplePeak: number | null;
  /** Frames inside clips. */
  readonly clipped: number;
  /** Where they are: the first 200, those less than 0.1 s apart as one. */
  readonly clips: readonly SecondsSpan[];
  /** 2 s and more under -60 dBFS. */
  readonly silences: readonly SecondsSpan[];
  /** Beats per minute; null: no steady beat was found. */
  readonly bpm: number | null;
  /** Seconds; null: no one grid fits the whole file, as in a mix whose tempo changes. Beats follow every 60 / bpm. */
  readonly firstBeat: number | null;
  /** What was wrong with the file and could be lived with, a sentence each. */
  readonly warnings: readonly string[];
}

/** Everything an import learns of a file. */
export interface AssetAnalysis extends AssetMeasures, AssetTags {
  /** Names the file's bytes: `contentId`. */
  readonly id: string;
  /** Names its decoded sound in the PCM cache. */
  readonly pcmKey: string;
  /** Where the waveform is kept; `readWaveform` gives it level by level. */
  readonly waveform: string;
}

/** What is kept of an analysis: all but what depends on where the file is and is called. Its `title` may be empty. */
export type KeptAnalysis = Omit<AssetAnalysis, 'waveform'>;

export const analysisPath = (cacheDir: string, id: string): string => join(cacheDir, 'analyses', `${id}.json`);

/** The kept analysis of certain bytes decoded in a certain way; null where there is none of this version. */
export const readAnalysis = async (cacheDir: string, id: string, pcmKey: string): Promise<KeptAnalysis | null> => {
  try {
    const kept = JSON.parse(await readFile(analysisPath(cacheDir, id), 'utf8'));
    return kept.version === ANALYSIS_VERSION && kept.analysis.pcmKey === pcmKey ? kept.analysis : null;
  } catch {
    return null;
  }
};

export const keepAnalysis = (cacheDir: string, analysis: KeptAnalysis): Promise<void> =>
  writeBeside(cacheDir, analysisPath(cacheDir, analysis.id), [
    Buffer.from(JSON.stringify({ version: ANALYSIS_VERSION, analysis })),
  ]);
