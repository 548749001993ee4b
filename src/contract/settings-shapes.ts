import { z } from 'zod';
import { publishTargets } from './publish-shapes.ts';

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
  /** Output device id of live sessions; `default`: the system's. */
  showDevice: z.string(),
  /** UDP port on which OSC is taken; null: none is. */
  oscPort: z.number().int().min(1024).max(65_535).nullable(),
  /** True: OSC is taken from any machine of the network; false: from this one only. */
  oscNetwork: z.boolean(),
  /** Where OSC is sent: `host:port`. */
  oscTargets: z.array(z.string().max(300)).max(16),
  /** What MIDI messages do in Run: an action of the shortcut table (`run.go`), and the message that was learned for it. */
  midiMap: z.array(z.object({ action: z.string().max(200), message: z.string().max(40) })).max(256),
  watchedFolders: z.array(z.string()),
  /** Where releases are published to; their secrets are kept apart. */
  publishTargets,
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
  showDevice: 'default',
  oscPort: null,
  oscNetwork: false,
  oscTargets: [],
  midiMap: [],
  watchedFolders: [],
  publishTargets: [],
};
/** Absent fields stay as they are. */
export const settingsChange = settings.partial();
