import type { SoundLink } from '../sound/sound-connection.ts';

/** The way to the device, as `FromMixer` tells it. */
export interface DeviceNews {
  readonly state: 'open' | 'lost' | 'fallback';
  readonly device: string;
}

/** From the page to the mixer's feeder. */
export type ToMixerFeeder =
  | { readonly kind: 'memory'; readonly memory: SharedArrayBuffer }
  /** A connection to the studio; the one before it is let go, and so is whatever sounds. */
  | { readonly kind: 'connect'; readonly link: SoundLink }
  /** Lets the connection go, fades out what sounds, and ends the thread. */
  | { readonly kind: 'close' }
  | { readonly kind: 'device'; readonly news: DeviceNews }
  /** Whether anyone sees the page: what the mixer does is told less often else. */
  | { readonly kind: 'seen'; readonly seen: boolean };

export type FromMixerFeeder =
  /** The studio was told that the mixer is ready. */
  | { readonly kind: 'ready' }
  /**
   * The connection is gone, or was given up since it carried what makes no sense: `why`. What sounded has faded out.
   * `replaced`: another mixer sounds the studio's session now.
   */
  | { readonly kind: 'disconnected'; readonly why: string | null; readonly replaced: boolean };
