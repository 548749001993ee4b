import type { LibraryDocuments } from '../library/index.ts';
import { type Failure, fromFailure, toFailure } from '../model/index.ts';
import { hashOfText } from './workout-text.ts';
import { signatureOf, writeBeside } from './write-beside.ts';

/** A file is written at most this often while edits go on. Milliseconds. */
const WRITE_EVERY = 300;
/** How long until it is tried again after it failed: at first, and at most. Milliseconds. */
const RETRY_FIRST = 500;
const RETRY_MOST = 20_000;

/** The file behind a document: written behind the edits, and looked at before, since others may write it too. */
export interface DocumentFile {
  /** `savedAt` null: the file is behind. */
  state(): { savedAt: number | null; saveTrouble: string | null };
  /** The document has changed: it is written soon. */
  soon(): void;
  /** Takes in what another program has written since. True: there was something. What fails is told by `state`. */
  look(): Promise<boolean>;
  /** Resolves when the file has the document as it is now. Throws why it cannot be written. */
  flush(): Promise<void>;
  /** Writes what is due, if it can. Nothing is written afterwards. */
  close(): Promise<void>;
}

/** What a text of another program says, apart from its layout: something new, what the document says, what the file said. */
export type OutsideText = 'new' | 'as-document' | 'as-before';

export interface DocumentFileParts<Document> {
  readonly path: string;
  readonly library: LibraryDocuments;
  /** What the file held when it was last read or written, and which revision that was. */
  readonly known: { readonly hash: string; readonly revision: number; readonly savedAt: number | null };
  now(): { readonly document: Document; readonly revision: number };
  /** What the file says now. Throws where it cannot be read. */
  readText(): Promise<string>;
  /** The document of now as the text of its file. */
  text(): string;
  /** Reads a text that another program wrote; one that says something new becomes the document. `last`: what the file
   * said before, null: not known. Throws where it is no such document. */
  takeIn(text: string, last: Document | null): OutsideText;
  /** The file was written, or could not be. */
  onState(): void;
  /** Milliseconds since 1970. */
  clock(): number;
}

export const createDocumentFile = <Document>(parts: DocumentFileParts<Document>): DocumentFile => {
  const { path, library } = parts;
  let { hash, revision: saved, savedAt } = parts.known;
  let last = saved === parts.now().revision ? parts.now().document : null;
  /** Tells the file as it was last looked at from one that was written since, without reading it. */
  let seen: string | null = null;
  let trouble: { readonly failure: Failure; readonly wait: number } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  /** Windows heard of a change from outside before file and document agreed on it. */
  let untold = false;
  let working: Promise<unknown> = Promise.resolve();

  const isBehind = (): boolean => saved !== parts.now().revision;
  const agree = (fileHash: string, at: number, now = parts.now()): void => {
    library.endWrite(path, { fileHash, revision: now.revision, at });
    [hash, saved, savedAt, last] = [fileHash, now.revision, at, now.document];
  };

  const lookNow = async (): Promise<boolean> => {
    const found = await signatureOf(path);
    if (found === null) hash = ''; // gone: whatever is due, it is not there
    if (found === null || found.signature === seen) return false;
    const text = await parts.readText();
    const other = hashOfText(text);
    const says = other === hash ? null : parts.takeIn(text, last);
    if (says === 'as-before') library.endWrite(path, { fileHash: other, revision: saved, at: found.modifiedAt });
    else if (says !== null) agree(other, found.modifiedAt);
    hash = other;
    seen = found.signature;
    untold ||= says === 'new';
    return says === 'new';
  };

  const writeNow = async (): Promise<void> => {
    await lookNow();
    if (!isBehind()) return;
    const now = parts.now();
    const text = parts.text();
    const next = hashOfText(text);
    if (next !== hash) {
      library.beginWrite(path, next);
      seen = await writeBeside(path, text);
    }
    agree(next, parts.clock(), now);
  };

  /** Runs work on the file after what runs already; what fails is tried again, later and later. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T | null> => {
    const run = async (): Promise<T | null> => {
      const before = [savedAt, isBehind(), trouble?.failure.message];
      let done: T | null = null;
      try {
        done = await work();
        trouble = null;
      } catch (error) {
        trouble = { failure: toFailure(error), wait: Math.min(RETRY_MOST, (trouble?.wait ?? RETRY_FIRST / 2) * 2) };
      }
      if (isBehind() || trouble !== null) soon();
      const after = [savedAt, isBehind(), trouble?.failure.message];
      if (untold || after.some((value, i) => value !== before[i])) parts.onState();
      untold = false;
      return done;
    };
    const turn = working.then(run);
    working = turn.catch(() => undefined);
    return turn;
  };

  const soon = (): void => {
    if (closed) return;
    timer ??= setTimeout(() => {
      timer = null;
      void inTurn(writeNow);
    }, trouble?.wait ?? WRITE_EVERY);
  };
  const stopWaiting = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
  };

  return {
    state: () => ({ savedAt: isBehind() ? null : savedAt, saveTrouble: trouble?.failure.message ?? null }),
    soon,
    look: async () => (closed ? false : ((await inTurn(lookNow)) ?? false)),
    async flush() {
      do {
        stopWaiting();
        await inTurn(writeNow);
        if (trouble !== null) throw fromFailure(trouble.failure);
      } while (isBehind());
    },
    async close() {
      closed = true;
      stopWaiting();
      if (isBehind()) await inTurn(writeNow);
      await working;
    },
  };
};
