import { closeSync, openSync, readSync } from 'node:fs';
import { CHANNELS, CueforgeError, type SourceReader } from '../model/index.ts';

const FRAME_BYTES = 4 * CHANNELS;

/**
 * Reads decoded sources from their PCM files (raw interleaved float32), synchronously: for a worker's thread. A file
 * is opened when it is first read and stays open until `close`.
 */
export const createPcmReader = (
  files: Readonly<Record<string, { readonly path: string; readonly frames: number }>>,
): SourceReader & { close(): void } => {
  const handles = new Map<string, number>();

  const handleOf = (source: string): number => {
    const open = handles.get(source);
    if (open !== undefined) return open;
    const file = files[source];
    if (file === undefined) throw new CueforgeError('internal', `No source is called "${source}"`, { source });
    try {
      const handle = openSync(file.path, 'r');
      handles.set(source, handle);
      return handle;
    } catch (error) {
      throw new CueforgeError('file-unreadable', `The decoded sound "${file.path}" cannot be opened: ${error}`, {
        path: file.path,
      });
    }
  };

  return {
    read(source, start, into) {
      const handle = handleOf(source);
      const { path, frames } = files[source];
      const length = into.length / CHANNELS;
      if (!(start >= 0 && start + length <= frames)) {
        throw new CueforgeError('internal', `Frames ${start}..${start + length} of "${source}" do not exist`, {
          source,
          frames,
        });
      }
      const bytes = new Uint8Array(into.buffer, into.byteOffset, into.byteLength);
      for (let done = 0; done < bytes.length; ) {
        const got = readSync(handle, bytes, done, bytes.length - done, start * FRAME_BYTES + done);
        if (got === 0) throw new CueforgeError('file-unreadable', `The decoded sound "${path}" is too short`, { path });
        done += got;
      }
    },
    close() {
      for (const handle of handles.values()) closeSync(handle);
      handles.clear();
    },
  };
};
