import { readFile, stat, utimes } from 'node:fs/promises';
import { CHANNELS, type Frames, frames } from '../model/index.ts';
import { analysisPath } from './asset-analysis.ts';
import { type PcmAsset, pcmPath, readEntry } from './pcm-entry.ts';

/** Decoded sound in the cache, as a file. */
export interface SoundFile {
  readonly path: string;
  readonly frames: Frames;
}

/** The decoded sound of an asset that was analysed, where the cache still has it: found without reading the file itself. */
export const findSound = async (cacheDir: string, id: string): Promise<SoundFile | null> => {
  const analysis = await analysisOf(cacheDir, id);
  const sound = analysis && (await findDecoded(cacheDir, analysis.pcmKey));
  return sound?.frames === analysis?.frames ? sound : null;
};

/** The same with what was measured of it; `file`: the original. */
export const findEntry = async (cacheDir: string, id: string, file: string): Promise<PcmAsset | null> => {
  const key = (await analysisOf(cacheDir, id))?.pcmKey;
  const measured = key === undefined ? null : await readEntry(cacheDir, key);
  return measured && { key: key!, path: pcmPath(cacheDir, key!), file, ...measured };
};

/** Decoded sound by its key in the cache; null where it is not there. */
export const findDecoded = async (cacheDir: string, key: string): Promise<SoundFile | null> => {
  try {
    const path = pcmPath(cacheDir, key);
    const { size } = await stat(path);
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // the time of its last use, for pruning
    return { path, frames: frames(size / (CHANNELS * 4)) };
  } catch {
    return null;
  }
};

const analysisOf = async (cacheDir: string, id: string): Promise<{ pcmKey: string; frames: number } | null> => {
  try {
    return JSON.parse(await readFile(analysisPath(cacheDir, id), 'utf8')).analysis;
  } catch {
    return null;
  }
};
