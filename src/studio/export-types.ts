import type { AudioFormat, DuckingSettings, Failure, Problem } from '../model/index.ts';
import type { Check, ManifestLists } from '../render/index.ts';

/** One file of an export, and what it is called. */
export interface ExportCell {
  readonly variant: string;
  readonly format: AudioFormat;
  /** Base name of the file. */
  readonly file: string;
}

/** What to export, and how. Everything but `workout` has a default. */
export interface ExportRequest {
  /** Path of the workout file: JSON, .zwo or .csv. */
  readonly workout: string;
  /** Music instead of what the file names. */
  readonly music?: string;
  /** Folder for the files; made where it is not there. Default: the workout's id, in the current folder. */
  readonly outDir?: string;
  /** Variant ids, `music` and `coaching` among them, and stems: `ID:ducked`, `ID:voice`. Default: all but stems. */
  readonly variants?: readonly string[];
  /** Make the stems of every variant that is made, too. Default: no. */
  readonly stems?: boolean;
  /** Formats of every variant. Default: as each variant says, else MP3. Stems are 32-bit float WAV whatever this says. */
  readonly formats?: readonly AudioFormat[];
  /** Bitrate of lossy formats, kb/s. Default: mp3 320, m4a 256, opus 160. Not the coaching stem's. */
  readonly bitrate?: number;
  /** Bitrate of the coaching stem, kb/s. Default: as MP3 mono 24 kHz VBR, else the format's. */
  readonly coachingBitrate?: number;
  /** Bitrates by format, kb/s; they go before `bitrate`. Not the coaching stem's. */
  readonly bitrates?: Readonly<Partial<Record<AudioFormat, number>>>;
  /** How the music of every variant ducks, whatever the variant says; what single cues say stays. */
  readonly ducking?: DuckingSettings;
  /** Only these files of what the rest amounts to, under these names. Default: all, under their own. */
  readonly cells?: readonly ExportCell[];
  /** What else belongs to the export and lies elsewhere: it is described with what is made now. Default: nothing. */
  readonly elsewhere?: ManifestLists;
  /** Loudness of the mixes, LUFS, -40..-5. Default -14. */
  readonly target?: number;
  /** Loudness of variants that say none themselves, LUFS. Default -14. */
  readonly defaultTarget?: number;
  /** True peak that decoded files stay under, dBTP, -12..0. Default -1. */
  readonly ceiling?: number;
  /** Encode each file whole, in one process. Same bytes, slower. */
  readonly serial?: boolean;
  /** Decode every file whole to check it, also what is byte for byte that of a file that was checked. */
  readonly fullCheck?: boolean;
  /** Give every variant a gain of its own, instead of the workout's one. */
  readonly perVariantGain?: boolean;
}

/** A file that was made, for a table. */
export interface ExportedFile {
  readonly variant: string;
  readonly name: string;
  readonly file: string;
  readonly path: string;
  readonly format: AudioFormat;
  readonly bytes: number;
  readonly sha256: string;
  readonly durationSeconds: number;
  /** Sound that was encoded for it, seconds: the rest is that of files that were made before. */
  readonly encodedSeconds: number;
  /** Where that sound lies, seconds from the start of the file, in order. */
  readonly encoded: readonly { readonly start: number; readonly end: number }[];
  readonly lufs: number;
  readonly lra: number;
  readonly dbtp: number;
  readonly cues: number;
  readonly warnings: readonly string[];
  readonly checks: readonly Check[];
}

/** A variant that was not made, and why. */
export interface RefusedVariant {
  readonly variant: string;
  readonly failure: Failure;
}

export interface ExportResult {
  readonly workout: string;
  readonly outDir: string;
  readonly files: readonly ExportedFile[];
  readonly refused: readonly RefusedVariant[];
  readonly warnings: readonly Problem[];
}

/** What an export tells while it runs. `fraction` is 0..1 of the stage's work. */
export type ExportEvent =
  | { readonly event: 'warning'; readonly path: string; readonly message: string }
  | { readonly event: 'stage'; readonly stage: 'music' | 'takes' | 'render'; readonly total: number }
  | {
      readonly event: 'progress';
      readonly stage: 'music' | 'takes' | 'render';
      readonly fraction: number;
      /** Seconds of sound mixed per second, while rendering; null before. */
      readonly rate: number | null;
      /** Seconds left, estimated; null while there is nothing to estimate from. */
      readonly remainingSeconds: number | null;
    }
  /** Of an export of single cells: how far a file is, as in `progress`. */
  | {
      readonly event: 'file-progress';
      readonly variant: string;
      readonly format: AudioFormat;
      readonly fraction: number;
      readonly rate: number | null;
      readonly remainingSeconds: number | null;
    }
  | ({ readonly event: 'file' } & ExportedFile)
  /** Without a format: every file of the variant. */
  | {
      readonly event: 'refused';
      readonly variant: string;
      readonly format?: AudioFormat;
      readonly failure: Failure;
    };
