import { z } from 'zod';

/** What a person sets once. Kept in the library's folder; every field has a default. */
export const settings = z.object({
  theme: z.enum(['dark', 'light', 'system']).default('dark'),
  /** Path of an ffmpeg; null: find one. Takes effect at the next start. */
  ffmpegPath: z.string().nullable().default(null),
  /** Where exports go; null: a folder `Cueforge` in the user's music folder. */
  exportFolder: z.string().nullable().default(null),
  /** Output device id of the player; `default`: the system's. */
  outputDevice: z.string().default('default'),
  /** Loudness target of exports that say none, LUFS, -40..-5. */
  targetLufs: z.number().min(-40).max(-5).default(-14),
  /** kb/s of MP3 exports. */
  mp3Bitrate: z.number().int().min(64).max(320).default(320),
  /** False until the welcome was answered. */
  welcomed: z.boolean().default(false),
  watchedFolders: z.array(z.string()).default([]),
});
export type Settings = z.infer<typeof settings>;
export const settingsChange = settings.partial();
