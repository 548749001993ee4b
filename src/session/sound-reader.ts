import { CHANNELS, type Failure, type LayerRole, toFailure } from '../model/index.ts';
import type { LayerStream } from './layer-stream.ts';

/** A layer that is open. */
export interface StoredSound {
  readonly key: string;
  readonly cue: number;
  readonly layer: number;
  readonly role: LayerRole;
  readonly state: 'head' | 'playing';
  /** Enough of it is read for it to begin. */
  readonly ready: boolean;
  /** It was opened with a head that was kept. */
  readonly repeated: boolean;
  /** Frames of it that were read, and that have sounded, counted from its beginning. */
  readonly decoded: number;
  readonly played: number;
  /** Nothing more of it comes. */
  readonly ended: boolean;
  /** Why it ended early, once all that was read of it has sounded; null: it has not. */
  readonly failure: Failure | null;
}

type Draft<Value> = { -readonly [Key in keyof Value]: Value[Key] };
/** As it is kept and read. */
export interface Stored extends Draft<StoredSound> {
  readonly stream: LayerStream;
  /** What its first second is kept under, for repeats; null: it is not kept. */
  keepAs: string | null;
  /** What it was opened with, before it sounded. */
  head: number;
  reserved: number;
  /** Decoded and unplayed, in order; the first begins at `played`. */
  blocks: Float32Array[];
  /** Frames that were asked for and are on their way: they have their room. */
  asked: number;
  filling: Promise<void> | null;
  closed: boolean;
  readonly openedAt: number;
}

/** Frames that must be there before a stream begins to sound: 100 ms. */
const LEAST_START = 4_800;
/**
 * Frames asked for in one go: at least 100 ms, then as much as is there, so that a slow disk is not waited for, up to 1 s.
 * Every piece wakes its thread, this one and the mixer's, however short it is.
 */
const LEAST_PIECE = 4_800;
const MOST_PIECE = 48_000;
/** A sound that plays is read on once there is room for the longest piece, or for so much of what it may hold. */
const READ_ON = 0.4;

/** Frames of it that were read and have not sounded. */
export const unplayed = ({ decoded, played }: Stored): number => decoded - played;

/** Reads sounds by itself, as far as each has room. */
export const createSoundReader = (options: {
  readonly clock: () => number;
  readonly onReady: (sound: StoredSound, took: number) => void;
  readonly onFailed: (sound: StoredSound, failure: Failure) => void;
  readonly onRead: (key: string) => void;
}) => {
  const { clock, onReady, onFailed, onRead } = options;

  /** Reads on while there is room. One reader at a time for each sound. */
  const fill = (sound: Stored): void => {
    if (sound.filling || sound.ended || sound.closed) return;
    const least = sound.ready && sound.state === 'playing' ? Math.min(MOST_PIECE, sound.reserved * READ_ON) : 1;
    if (sound.reserved - unplayed(sound) < least) return;
    sound.filling = (async () => {
      try {
        while (!sound.closed && unplayed(sound) < sound.reserved) {
          const piece = Math.max(LEAST_PIECE, Math.min(unplayed(sound), MOST_PIECE));
          sound.asked = Math.min(piece, sound.reserved - unplayed(sound));
          const block = await sound.stream.next(sound.asked);
          sound.asked = 0;
          if (sound.closed) return;
          if (block === null) {
            sound.ended = true;
            break;
          }
          sound.blocks.push(block);
          sound.decoded += block.length / CHANNELS;
          onRead(sound.key);
          sayReady(sound);
        }
      } catch (error) {
        if (sound.closed) return;
        sound.ended = true;
        sound.failure = toFailure(error);
        onRead(sound.key);
        if (!sound.ready) onFailed(sound, sound.failure);
        return;
      } finally {
        sound.asked = 0;
        sound.filling = null;
      }
      if (sound.ended) onRead(sound.key);
      sayReady(sound);
    })();
  };
  const sayReady = (sound: Stored): void => {
    const enough = sound.state === 'head' ? sound.reserved : Math.min(LEAST_START, sound.reserved);
    if (sound.ready || (!sound.ended && unplayed(sound) < enough)) return;
    sound.ready = true;
    onReady(sound, clock() - sound.openedAt);
  };

  return { fill, sayReady };
};
