import {
  CHANNELS,
  type Failure,
  type Frames,
  frames,
  LAYER_ROLES,
  type LayerRole,
  type SessionSettings,
  toFailure,
} from '../model/index.ts';
import { type Resident, roomFor } from '../plan/index.ts';
import type { LayerStream } from './layer-stream.ts';

/** Decoded and unplayed sound by role, in frames. */
export type HeldSound = Readonly<Record<LayerRole, number>>;

/** A layer that is open. */
export interface StoredSound {
  readonly key: string;
  readonly cue: number;
  readonly layer: number;
  readonly role: LayerRole;
  readonly state: 'head' | 'playing';
  /** Enough of it is read for it to begin. */
  readonly ready: boolean;
  /** Why it ended early, once all that was read of it has sounded; null: it has not. */
  readonly failure: Failure | null;
}

interface Stored {
  key: string;
  readonly cue: number;
  readonly layer: number;
  readonly role: LayerRole;
  state: 'head' | 'playing';
  readonly stream: LayerStream;
  /** What it was opened with, before it sounded. */
  head: number;
  reserved: number;
  decoded: number;
  played: number;
  /** Decoded and unplayed, in order. */
  blocks: Float32Array[];
  ready: boolean;
  ended: boolean;
  failure: Failure | null;
  filling: Promise<void> | null;
  closed: boolean;
  readonly openedAt: number;
}

/** A playing sound is read at most so far ahead, once its head has sounded: 2 s. */
const RING = 96_000;
/** With less room than this a sound is not opened: 100 ms. */
const LEAST_RING = 4_800;
/** Frames that must be there before a stream begins to sound: 100 ms. */
const LEAST_START = 4_800;

/**
 * The sounds that are open, and the room they hold. A sound never has more decoded and unplayed than is reserved for it,
 * and reservations never exceed the budget; they go down as the sound plays. Reading goes on by itself as far as there is
 * room; `settled` waits for it.
 */
export const createSoundStore = (options: {
  readonly settings: SessionSettings;
  /** Milliseconds, monotonic: how long a head takes to decode. */
  readonly clock: () => number;
  /** Has read its head, `took` milliseconds after it was opened. */
  readonly onReady: (sound: StoredSound, took: number) => void;
  readonly onFailed: (sound: StoredSound, failure: Failure) => void;
}) => {
  const { settings, clock, onReady, onFailed } = options;
  const sounds = new Map<string, Stored>();

  const residents = (): Resident[] =>
    [...sounds.values()].map(({ key, role, reserved, state }) => ({
      ...{ key, role, state, reserved: frames(reserved), usedAt: frames(0) },
    }));
  const unplayed = ({ decoded, played }: Stored): number => decoded - played;

  /** Reads on while there is room. One reader at a time for each sound. */
  const fill = (sound: Stored): void => {
    if (sound.filling || sound.ended || sound.closed || unplayed(sound) >= sound.reserved) return;
    sound.filling = (async () => {
      try {
        while (!sound.closed && unplayed(sound) < sound.reserved) {
          const block = await sound.stream.next(sound.reserved - unplayed(sound));
          if (sound.closed) return;
          if (block === null) {
            sound.ended = true;
            break;
          }
          // A decoder may use its memory again.
          sound.blocks.push(block.slice());
          sound.decoded += block.length / CHANNELS;
          sayReady(sound);
        }
      } catch (error) {
        if (sound.closed) return;
        sound.ended = true;
        sound.failure = toFailure(error);
        if (!sound.ready) onFailed(sound, sound.failure);
        return;
      } finally {
        sound.filling = null;
      }
      sayReady(sound);
    })();
  };
  const sayReady = (sound: Stored): void => {
    const enough = sound.state === 'head' ? sound.reserved : Math.min(LEAST_START, sound.reserved);
    if (sound.ready || (!sound.ended && unplayed(sound) < enough)) return;
    sound.ready = true;
    onReady(sound, clock() - sound.openedAt);
  };

  const close = (sound: Stored): void => {
    sound.closed = true;
    sound.blocks = [];
    sounds.delete(sound.key);
    closing.add(sound);
    void sound.stream.close().finally(() => closing.delete(sound));
  };
  const closing = new Set<Stored>();

  /** What a playing sound may hold from now on. */
  const settle = (sound: Stored): void => {
    const beside = [...sounds.values()].filter(({ state, role }) => state === 'playing' && role === sound.role).length;
    const ring = Math.min(RING, Math.floor(settings.maxBuffer[sound.role] / (beside + 1)));
    const wanted = Math.max(sound.head - sound.played, ring);
    const needed = sound.ended ? unplayed(sound) : wanted;
    sound.reserved = Math.max(unplayed(sound), Math.min(sound.reserved, needed));
    if (sound.ended || sound.reserved >= ring) return;
    const room = roomFor(sound.role, residents(), settings);
    sound.reserved += Math.max(0, Math.min(ring - sound.reserved, room));
  };

  return {
    residents,
    has: (key: string): boolean => sounds.has(key),
    find: (key: string): StoredSound | undefined => sounds.get(key),
    /** Opens a sound with room that was found for it. */
    open(
      key: string,
      what: { cue: number; layer: number; role: LayerRole; state: 'head' | 'playing' },
      room: Frames,
      stream: LayerStream,
    ): void {
      const sound: Stored = {
        ...{ key, ...what, stream, head: what.state === 'head' ? room : 0, reserved: room },
        ...{
          decoded: 0,
          played: 0,
          blocks: [],
          ready: false,
          ended: false,
          failure: null,
          filling: null,
          closed: false,
        },
        openedAt: clock(),
      };
      sounds.set(key, sound);
      fill(sound);
    },
    /** Room for a sound whose cue has been fired; null: there is none. */
    roomToStart(role: LayerRole): Frames | null {
      const room = Math.min(RING, roomFor(role, residents(), settings));
      return room >= LEAST_RING ? frames(room) : null;
    },
    /** The head of a cue that has been fired becomes its sound. */
    claim(from: string, key: string): StoredSound | undefined {
      const sound = sounds.get(from);
      if (sound === undefined) return undefined;
      sounds.delete(from);
      sounds.set(key, Object.assign(sound, { key, state: 'playing' as const }));
      sayReady(sound);
      return sound;
    },
    /** `played` frames of it have sounded in all. Gives what sounded since, and how much was missing. */
    play(
      key: string,
      played: number,
    ): { readonly from: number; readonly samples: Float32Array[]; readonly missing: number } {
      const sound = sounds.get(key);
      if (sound === undefined) return { from: 0, samples: [], missing: 0 };
      const from = sound.played;
      let left = Math.min(played, sound.decoded) - from;
      const missing = sound.ended ? 0 : Math.max(0, played - sound.decoded);
      const samples: Float32Array[] = [];
      while (left > 0) {
        const block = sound.blocks[0];
        const piece = block.subarray(0, left * CHANNELS);
        samples.push(piece);
        if (piece.length === block.length) sound.blocks.shift();
        else sound.blocks[0] = block.subarray(piece.length);
        sound.played += piece.length / CHANNELS;
        left -= piece.length / CHANNELS;
      }
      settle(sound);
      fill(sound);
      return { from, samples, missing };
    },
    /** All that was read of it has sounded, and no more comes. */
    isOver(key: string): boolean {
      const sound = sounds.get(key);
      return sound?.ended === true && unplayed(sound) === 0;
    },
    setPasses(key: string, passes: number | null): void {
      sounds.get(key)?.stream.setPasses(passes);
    },
    close(key: string): void {
      const sound = sounds.get(key);
      if (sound) close(sound);
    },
    held(): HeldSound {
      const sum = (role: LayerRole): number =>
        [...sounds.values()].reduce((total, sound) => total + (sound.role === role ? unplayed(sound) : 0), 0);
      return Object.fromEntries(LAYER_ROLES.map((role) => [role, sum(role)])) as unknown as HeldSound;
    },
    /** Sounds that have not begun to be ready. */
    opening: (): number => [...sounds.values()].filter(({ ready, failure }) => !ready && failure === null).length,
    /** When everything that is ready has been read as far as there is room. */
    async settled(): Promise<void> {
      await Promise.all([...sounds.values()].filter(({ ready }) => ready).map(({ filling }) => filling));
    },
    async closeAll(): Promise<void> {
      for (const sound of [...sounds.values()]) close(sound);
      await Promise.all([...closing].map(({ stream }) => stream.close()));
    },
  };
};

export type SoundStore = ReturnType<typeof createSoundStore>;
