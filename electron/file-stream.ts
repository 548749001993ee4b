import { open } from 'node:fs/promises';

/** Bytes of one read. A whole second of 16-bit stereo and a little more. */
const PIECE = 256 * 1024;

export interface OpenedFile {
  readonly size: number;
  /** The bytes of [start, end), read as they are wanted; closes the file at its end or when nobody wants more. */
  read(start: number, end: number): ReadableStream<Uint8Array>;
  close(): Promise<void>;
}

/** Opens a file to be served. Throws the system's error; a folder is refused by its first read. */
export const openFile = async (path: string): Promise<OpenedFile> => {
  const handle = await open(path, 'r');
  const { size } = await handle.stat();
  return {
    size,
    close: () => handle.close(),
    read(start, end) {
      let at = start;
      return new ReadableStream<Uint8Array>(
        {
          async pull(controller) {
            try {
              const piece = new Uint8Array(Math.min(PIECE, end - at));
              const { bytesRead } = await handle.read(piece, 0, piece.byteLength, at);
              at += bytesRead;
              if (bytesRead > 0) controller.enqueue(piece.subarray(0, bytesRead));
              if (at < end && bytesRead > 0) return;
              await handle.close();
              controller.close();
            } catch (error) {
              await handle.close().catch(() => undefined);
              controller.error(error);
            }
          },
          cancel: () => handle.close(),
        },
        { highWaterMark: 0 },
      );
    },
  };
};
