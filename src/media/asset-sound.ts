import { readFile, stat, utimes } from 'node:fs/promises';
import { CHANNELS, type Frames, frames } from '../model/index.ts';
import { analysisPath } from './asset-analysis.ts';
import { pcmPath } from './pcm-entry.ts';

/** The decoded sound of an asset that was analysed, where the cache still has it: found without reading the file itself. */
export const findSound = async (cacheDir: string, id: string): Promise<{ path: string; frames: Frames } | null> => {
  try {
    const { analysis } = JSON.parse(await readFile(analysisPath(cacheDir, id), 'utf8'));
    const path = pcmPath(cacheDir, analysis.pcmKey);
    const { size } = await stat(path);
    if (size !== analysis.frames * CHANNELS * 4) return null;
    const now = new Date();
    await utimes(path, now, now).catch(() => undefined); // the time of its last use, for pruning
    return { path, frames: frames(analysis.frames) };
  } catch {
    return null;
  }
};
