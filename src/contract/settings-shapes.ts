import { z } from 'zod';

/** What a person sets once. Kept in the library's folder. */
export const settings = z.object({
  theme: z.enum(['dark', 'light', 'system']),
  /** Path of an ffmpeg; null: find one. Takes effect at the next start. */
  ffmpegPath: z.string().nullable(),
  /** Where exports go; null: a folder `Cueforge` in the user's music folder. */
  exportFolder: z.string().nullable(),
  /** Output device id of the player; `default`: the system's. */
  outputDevice: z.string(),
  /** Loudness target of exports that say none, LUFS, -40..-5. */
  targetLufs: z.number().min(-40).max(-5),
  /** kb/s of MP3 exports. */
  mp3Bitrate: z.number().int().min(64).max(320),
  /** False until the welcome was answered. */
  welcomed: z.boolean(),
  watchedFolders: z.array(z.string()),
});
export type Settings = z.infer<typeof settings>;

export const DEFAULT_SETTINGS: Settings = {
  theme: 'dark',
  ffmpegPath: null,
  exportFolder: null,
  outputDevice: 'default',
  targetLufs: -14,
  mp3Bitrate: 320,
  welcomed: false,
  watchedFolders: [],
};
/** Absent fields stay as they are. */
export const settingsChange = settings.partial();
