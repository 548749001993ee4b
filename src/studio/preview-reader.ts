import { createPcmReader } from '../media/index.ts';
import { CueforgeError, type SourceReader } from '../model/index.ts';
import type { SourceFiles } from '../render/index.ts';

/** Files that stay open between mixes: a preview that begins anew after an edit finds them so. */
const OPEN_MOST = 64;

/** Reads decoded sources for one mix after the other on one thread, each by its key. */
export interface PreviewReader extends SourceReader {
  /** Where more sources are. A key always stands for the same samples. */
  know(sources: SourceFiles): void;
}

export const createPreviewReader = (): PreviewReader => {
  const known: Record<string, SourceFiles[string]> = Object.create(null);
  /** The one used last comes last. */
  const open = new Map<string, ReturnType<typeof createPcmReader>>();
  let newest = '';

  const readerOf = (source: string): ReturnType<typeof createPcmReader> => {
    const found = open.get(source);
    if (found !== undefined && source === newest) return found;
    const file = known[source];
    if (file === undefined) throw new CueforgeError('internal', `No source is called "${source}"`, { source });
    const reader = found ?? createPcmReader({ [source]: file });
    open.delete(source);
    open.set(source, reader);
    newest = source;
    if (open.size > OPEN_MOST) {
      const [oldest, its] = open.entries().next().value!;
      open.delete(oldest);
      its.close();
    }
    return reader;
  };

  return {
    know(sources) {
      Object.assign(known, sources);
    },
    read: (source, start, into) => readerOf(source).read(source, start, into),
  };
};
