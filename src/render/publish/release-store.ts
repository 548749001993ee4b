/** A file that a release is made of. */
export interface ReleaseFile {
  /** Its name in the release, with `/` between folders. */
  readonly name: string;
  readonly bytes: number;
  /** Of the content, hexadecimal. */
  readonly sha256: string;
  /** MIME type. */
  readonly type: string;
  /** Path of the file on this machine, or the content itself. */
  readonly source: string | Uint8Array;
}

/** What a store holds under a name. */
export interface StoredFile {
  readonly name: string;
  readonly bytes: number;
}

/** What a stage tells while it sends: bytes that went over the line, or that an earlier run had sent already. */
export type OnBytes = (bytes: number, how: 'sent' | 'kept') => void;

export interface StageOptions {
  /** True where the name is of another content now: the new one must not be seen before `commit`. */
  readonly replaces: boolean;
  readonly signal: AbortSignal;
  readonly onBytes: OnBytes;
}

/** A file that is in the store whole. Until `commit` its name may still be of what it was of before. */
export interface StagedFile {
  /** Gives the content its name, at once and whole. */
  commit(signal: AbortSignal): Promise<void>;
  /** Takes back what was not committed, as far as a later run could not go on with it. Never rejects. */
  discard(): Promise<void>;
}

/**
 * A place that releases are published to. A name is of a whole file or of none, whatever is cut off or killed. Every call
 * throws CueforgeError with a sentence that names the place, never a secret.
 */
export interface ReleaseStore {
  /** How the place is called to a person: `s3://mixes/spring`, a folder's path. */
  readonly place: string;
  /** Everything that is there. */
  list(signal: AbortSignal): Promise<StoredFile[]>;
  /** SHA-256 of what is there; null where it is not known, or nothing is there. */
  hash(name: string, signal: AbortSignal): Promise<string | null>;
  /** The content of a small file; null: there is none. */
  read(name: string, signal: AbortSignal): Promise<Uint8Array | null>;
  /** The content of a file of any size, in pieces; null: there is none. */
  open(name: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array> | null>;
  /** Brings a file there. Throws `file-changed` where it is no longer the content that its hash says. */
  stage(file: ReleaseFile, options: StageOptions): Promise<StagedFile>;
  /** Removes a file, where there is one. */
  remove(name: string, signal: AbortSignal): Promise<void>;
  close(): void;
}
