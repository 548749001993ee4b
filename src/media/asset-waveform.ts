import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { WAVEFORM_FRAMES, WAVEFORM_HEADER_BYTES } from '../audio/index.ts';
import { CueforgeError } from '../model/index.ts';
import { writeBeside } from './asset-file.ts';

/** Where a waveform is kept: its levels as whole .dat files, one behind the other, finest first. */
export const waveformFile = (cacheDir: string, id: string): string => join(cacheDir, 'waveforms', `${id}.dats`);

/** Bytes of each level's .dat for so many frames. */
const sizes = (frames: number): number[] =>
  WAVEFORM_FRAMES.map((framesPerPoint) => WAVEFORM_HEADER_BYTES + 2 * Math.ceil(frames / framesPerPoint));

export const keepWaveform = (cacheDir: string, id: string, levels: readonly Uint8Array[]): Promise<void> =>
  writeBeside(cacheDir, waveformFile(cacheDir, id), levels);

/** True where the waveform of so many frames is kept whole. */
export const hasWaveform = async (cacheDir: string, id: string, frames: number): Promise<boolean> => {
  const found = await stat(waveformFile(cacheDir, id)).catch(() => null);
  return found?.size === sizes(frames).reduce((sum, size) => sum + size, 0);
};

/**
 * One level of an analysed asset's waveform: a whole BBC audiowaveform .dat (version 2, 8 bit, one channel that holds
 * the extremes of left and right). `framesPerPoint`: 256, 1024, 4096 or 16384; anything else, or an id that is none,
 * is `bad-argument`. `file-missing` where the waveform is not kept (any more): analysing the file again makes it.
 */
export const readWaveform = async (cacheDir: string, id: string, framesPerPoint: number): Promise<Uint8Array> => {
  const level = (WAVEFORM_FRAMES as readonly number[]).indexOf(framesPerPoint);
  if (level < 0 || !/^[0-9a-f]{32}$/.test(id)) {
    throw new CueforgeError('bad-argument', `There is no waveform of "${id}" with ${framesPerPoint} frames a point`);
  }
  const path = waveformFile(cacheDir, id);
  const gone = (): CueforgeError => new CueforgeError('file-missing', `The waveform "${path}" is not there`, { path });
  const handle = await open(path, 'r').catch(() => {
    throw gone();
  });
  try {
    const header = Buffer.alloc(WAVEFORM_HEADER_BYTES);
    for (let at = 0, i = 0; ; i++) {
      if ((await handle.read(header, 0, header.length, at)).bytesRead < header.length) throw gone();
      const size = header.length + 2 * header.readUInt32LE(16);
      if (i === level) {
        const dat = new Uint8Array(size);
        if ((await handle.read(dat, 0, size, at)).bytesRead < size) throw gone();
        return dat;
      }
      at += size;
    }
  } finally {
    await handle.close();
  }
};
