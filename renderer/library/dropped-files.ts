/** Names that sound files have. A browser sends only these from a folder: covers and lists stay where they are. */
const SOUND =
  /\.(mp3|wav|wave|w64|flac|m4a|m4b|mp4|aac|ogg|oga|opus|aif|aiff|aifc|caf|wma|ape|wv|tta|mka|ac3|amr|au)$/i;

/** A file or folder as a browser gives it when something is dropped; the part of the old API that is needed. */
export interface DroppedEntry {
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly name: string;
  file?(found: (file: File) => void, failed: (error: unknown) => void): void;
  createReader?(): { readEntries(read: (entries: DroppedEntry[]) => void, failed: (error: unknown) => void): void };
}

/**
 * The files below dropped entries: a file that was dropped itself counts whatever its name, one in a folder only if it
 * is named like a sound. Rejects with the browser's own error where something cannot be read.
 */
export const filesBelow = async (entries: readonly DroppedEntry[]): Promise<File[]> => {
  const files: File[] = [];
  const walk = async (entry: DroppedEntry, isDropped: boolean): Promise<void> => {
    if (entry.isDirectory) for (const below of await contentsOf(entry)) await walk(below, false);
    else if (entry.isFile && (isDropped || SOUND.test(entry.name)))
      files.push(await new Promise<File>((found, failed) => entry.file?.(found, failed)));
  };
  for (const entry of entries) await walk(entry, true);
  return files;
};

/** A reader gives some entries at a time, and none at the end. */
const contentsOf = async (folder: DroppedEntry): Promise<DroppedEntry[]> => {
  const reader = folder.createReader?.();
  const all: DroppedEntry[] = [];
  while (reader) {
    const some = await new Promise<DroppedEntry[]>((read, failed) => reader.readEntries(read, failed));
    if (some.length === 0) break;
    all.push(...some);
  }
  return all;
};

/** Must be called while the drop is handled: afterwards the browser forgets what was dropped. */
export const entriesOf = (transfer: DataTransfer): DroppedEntry[] =>
  [...transfer.items].flatMap((item) => (item.webkitGetAsEntry?.() as DroppedEntry | null | undefined) ?? []);

export const isSoundName = (name: string): boolean => SOUND.test(name);
