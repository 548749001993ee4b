/** What a sound is for. `track`: music; `bed`: music under speech; `workout`: music of a whole workout. */
export const KINDS = ['track', 'workout', 'bed', 'voice', 'effect', 'tone'] as const;
export type Kind = (typeof KINDS)[number];
/** Where a sound comes from. */
export type Origin = 'imported' | 'recorded' | 'generated' | 'synthesised';

/** A stretch of a sound. Seconds, start ≤ end. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A sound as a row of a list. Levels are null for silence and for what is not analysed yet. */
export interface AssetRow {
  /** 32 lower-case hexadecimal digits of the SHA-256 of the file's bytes. */
  id: string;
  title: string;
  artist: string;
  kind: Kind;
  /** Absolute path where the file was last seen. */
  path: string;
  /** True when it was not there when last looked for. */
  missing: boolean;
  /** `waiting`: imported, not measured yet; `failed`: `problem` says why. */
  analysis: 'waiting' | 'done' | 'failed';
  problem: string | null;
  seconds: number;
  /** As a person says it: `MP3 320`, `FLAC`, `WAV 24`. */
  format: string;
  bytes: number;
  /** LUFS. */
  lufs: number | null;
  /** LU. */
  lra: number | null;
  dbtp: number | null;
  /** Clipped frames; 0: none. */
  clipped: number;
  /** Beats per minute: what a person set, else what was measured; null: none. */
  bpm: number | null;
  tags: string[];
  /** Milliseconds since 1970, UTC. */
  addedAt: number;
}

/** Everything known of a sound. Times in seconds. */
export interface AssetDetail extends AssetRow {
  notes: string;
  origin: Origin;
  source: string;
  licence: string;
  album: string;
  /** Hertz. */
  sampleRate: number | null;
  channels: number | null;
  bitrateKbps: number | null;
  /** LUFS. */
  maxMomentary: number | null;
  /** LUFS. */
  maxShortTerm: number | null;
  /** dBFS. */
  samplePeak: number | null;
  clips: Span[];
  silences: Span[];
  /** First beat of the grid, seconds; null: no grid. Beats follow every 60 / bpm. */
  firstBeat: number | null;
  hasCover: boolean;
  warnings: string[];
}

/** A file as it was found, before it is measured. */
export type NewFile = Pick<
  AssetDetail,
  | 'id'
  | 'path'
  | 'bytes'
  | 'title'
  | 'artist'
  | 'album'
  | 'format'
  | 'kind'
  | 'seconds'
  | 'sampleRate'
  | 'channels'
  | 'bitrateKbps'
  | 'hasCover'
  | 'origin'
> & {
  readonly tags: readonly string[];
  /** When the file was last written. Milliseconds since 1970. */
  readonly modifiedAt: number;
};

/** `known`: its bytes were here, at a place that still stands; `moved`: they were, and their old place is gone. */
export type Added = 'added' | 'known' | 'moved';

/** What measuring a file gave. */
export type Analysis = Pick<
  AssetDetail,
  'seconds' | 'lufs' | 'lra' | 'dbtp' | 'maxMomentary' | 'maxShortTerm' | 'samplePeak' | 'clipped' | 'bpm' | 'firstBeat'
> & { readonly clips: readonly Span[]; readonly silences: readonly Span[]; readonly warnings: readonly string[] };

/** Fields that a person may change. Absent: as it is. `bpm` null: it has no tempo, whatever was measured. */
export type AssetChange = Partial<
  Pick<AssetDetail, 'title' | 'artist' | 'kind' | 'notes' | 'origin' | 'source' | 'licence' | 'bpm'> & {
    readonly tags: readonly string[];
  }
>;

/** Inclusive; null: no bound on that side. */
export interface Range {
  readonly least: number | null;
  readonly most: number | null;
}

export type SortField = 'title' | 'artist' | 'seconds' | 'bpm' | 'lufs' | 'kind' | 'format' | 'addedAt';

/** A search. Every filter narrows; null filters nothing. */
export interface AssetQuery {
  /** Words; each must begin a word of title, artist, album, tags, notes or file name. */
  readonly text: string;
  readonly kinds: readonly Kind[] | null;
  readonly tag: string | null;
  readonly bpm: Range | null;
  readonly lufs: Range | null;
  readonly seconds: Range | null;
  readonly needs: 'clipping' | 'missing' | 'failed' | null;
  /** What is equal, or has no value (always last), follows by title, then by when it was added. */
  readonly sort: { readonly by: SortField; readonly descending: boolean };
  readonly offset: number;
  readonly limit: number;
}

/** What the library holds, in numbers. */
export interface LibrarySummary {
  assets: number;
  seconds: number;
  bytes: number;
  kinds: Record<Kind, number>;
  clipping: number;
  missing: number;
  failed: number;
  /** Most used first. */
  tags: { tag: string; count: number }[];
  /** Milliseconds since 1970 of the newest backup; null: none yet. */
  backedUpAt: number | null;
  /** Set where the library's file was damaged at start: a sentence that says what was done. */
  recovered: string | null;
}

/** Labels of what can be undone and redone next; null: nothing. */
export interface HistoryState {
  undo: string | null;
  redo: string | null;
}

/** Where a sound was last seen, and as what: enough to tell an unchanged file without reading it. */
export interface Place {
  readonly id: string;
  readonly path: string;
  readonly bytes: number;
  readonly modifiedAt: number;
  readonly missing: boolean;
}

/** A file on a list of what was opened. */
export interface RememberedFile {
  readonly path: string;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
}

/** A file that an export made. */
export interface ExportedFile {
  path: string;
  format: string;
  bytes: number;
  seconds: number;
  lufs: number | null;
  lra: number | null;
  dbtp: number | null;
  cues: number;
  warnings: string[];
}

/** The last export of a variant. */
export interface ExportRecord {
  readonly workoutPath: string;
  readonly variant: string;
  /** Names everything that shaped it: another one now means that it is stale. */
  readonly fingerprint: string;
  readonly files: readonly ExportedFile[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** What is edited and kept with its history. */
export type DocumentKindName = 'workout' | 'cuelist';

/** A file as it is edited: what it holds, or will. */
export interface KeptDocument {
  /** The absolute path of its file. */
  readonly path: string;
  readonly kind: DocumentKindName;
  /** JSON values. */
  readonly document: unknown;
  /** Grows by one with every change, undo and redo included. */
  readonly revision: number;
  /** The text of the file as it was first opened: what it is again once everything is undone. */
  readonly original: string;
  /** Names the content of the file as it was last read or written. */
  readonly fileHash: string;
  /** Names what was being written when this was last said; null: nothing. The file is then one or the other. */
  readonly writingHash: string | null;
  /** The revision the file has. */
  readonly savedRevision: number;
  /** Milliseconds since 1970; null: never written. */
  readonly savedAt: number | null;
  /** The file of another form that it was made from, and its content's name then; null: from none. */
  readonly importedFrom: string | null;
  readonly importedHash: string | null;
}

/** An entry of a document's history. Patches are JSON values that this folder does not look into. */
export interface DocumentEdit {
  /** Ascending in its document. */
  readonly number: number;
  readonly label: string;
  /** Edits in a row with the same words here become one entry; null: never. */
  readonly mergeKey: string | null;
  readonly forward: readonly unknown[];
  readonly inverse: readonly unknown[];
  /** When it was last added to, milliseconds since 1970. */
  readonly at: number;
}

/** What a change makes of a document. */
export interface DocumentState {
  readonly document: unknown;
  readonly revision: number;
}

/** A file's content that a document now agrees with. */
export interface DocumentSaved {
  readonly fileHash: string;
  readonly revision: number;
  /** Milliseconds since 1970. */
  readonly at: number;
}
