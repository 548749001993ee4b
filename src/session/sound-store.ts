import {
  CHANNELS,
  type Failure,
  type Frames,
  frames,
  LAYER_ROLES,
  type LayerRole,
  type SessionSettings,
} from '../model/index.ts';
import { type Resident, roomFor, roomInRole } from '../plan/index.ts';
import { createKeptHeads, KEPT_LENGTH, type KeptHead } from './kept-heads.ts';
import type { LayerStream } from './layer-stream.ts';
import { createSoundReader, type Stored, type StoredSound, unplayed } from './sound-reader.ts';

/** Decoded and unplayed sound by role, in frames; `kept`: heads for repeats, of no role. */
export type HeldSound = Readonly<Record<LayerRole | 'kept', number>>;

/** A playing sound is read at most so far ahead, once its head has sounded: 5 s, for a disk may answer after seconds. */
const RING = 240_000;
/** With less room than this a sound is not opened: 100 ms. */
const LEAST_RING = 4_800;
/**
 * The sounds that are open, and the room they hold. A sound never has more decoded and unplayed than is reserved for it,
 * and reservations never exceed the budget; they go down as the sound plays. Blocks are kept until they have sounded:
 * a mixer that comes later can be given all of them. Reading goes on by itself as far as there is room; `settled` waits
 * for it.
 */
export const createSoundStore = (options: {
  readonly settings: () => SessionSettings;
  /** Milliseconds, monotonic: how long a head takes to decode. */
  readonly clock: () => number;
  /** Has read its head, `took` milliseconds after it was opened. */
  readonly onReady: (sound: StoredSound, took: number) => void;
  readonly onFailed: (sound: StoredSound, failure: Failure) => void;
  /** There is more of it, or it is at its end. */
  readonly onRead: (key: string) => void;
}) => {
  const { settings, clock } = options;
  const { fill, sayReady } = createSoundReader(options);
  const sounds = new Map<string, Stored>();
  const kept = createKeptHeads(() => settings().keptHeads);

  const residents = (): Resident[] => [
    ...[...sounds.values()].map(({ key, role, reserved, state }) => ({
      ...{ key, role, state, reserved: frames(reserved), usedAt: frames(0) },
    })),
    ...kept.all().map(
      ({ id, length, usedAt }): Resident => ({
        ...{ key: keptKey(id), role: 'generic', state: 'kept', reserved: frames(length), usedAt: frames(usedAt) },
      }),
    ),
  ];
  const room = (role: LayerRole): number => roomFor(role, residents(), settings());
  /** Kept heads go before anything that is needed now. */
  const makeRoom = (role: LayerRole, wanted: number): number => {
    while (room(role) < Math.min(wanted, roomInRole(role, residents(), settings())) && kept.dropOldest());
    return Math.min(wanted, room(role));
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
    const ring = Math.min(RING, Math.floor(settings().maxBuffer[sound.role] / (beside + 1)));
    const wanted = Math.max(sound.head - sound.played, ring);
    const needed = sound.ended ? unplayed(sound) : wanted;
    const least = unplayed(sound) + sound.asked;
    sound.reserved = Math.max(least, Math.min(sound.reserved, needed));
    // The settings may have been lowered.
    const over = -room(sound.role);
    if (over > 0) sound.reserved = Math.max(least, sound.reserved - over);
    if (sound.ended || sound.reserved >= ring) return;
    sound.reserved += Math.max(0, makeRoom(sound.role, ring - sound.reserved));
  };

  /** Its first second stays for repeats, while there is room that nobody else wants. */
  const keep = (sound: Stored, from: number, played: Float32Array): void => {
    if (sound.keepAs === null) return;
    // Another one is keeping it, or what was kept of it had to go.
    if (kept.lengthOf(sound.keepAs) !== from) {
      sound.keepAs = null;
      return;
    }
    const piece = played.slice(0, Math.max(0, KEPT_LENGTH - from) * CHANNELS);
    const room = settings().maxBufferTotal - residents().reduce((sum, { reserved }) => sum + reserved, 0);
    const fits = piece.length / CHANNELS <= room;
    if (fits && piece.length > 0) kept.add(sound.keepAs, piece);
    if (!fits) kept.drop(sound.keepAs);
    if (!fits || from + played.length / CHANNELS >= KEPT_LENGTH) sound.keepAs = null;
  };

  return {
    residents,
    has: (key: string): boolean => sounds.has(key),
    all: (): StoredSound[] => [...sounds.values()],
    find: (key: string): StoredSound | undefined => sounds.get(key),
    /** A head that is kept, to open a sound with: it is kept no more. Cut to `most` frames. */
    takeKept(id: string, most: number): KeptHead | undefined {
      const head = kept.take(id);
      if (head === undefined || head.length <= most) return head;
      let left = most * CHANNELS;
      const blocks = head.blocks.flatMap((block) => {
        const piece = block.subarray(0, Math.max(0, left));
        left -= piece.length;
        return piece.length > 0 ? [piece] : [];
      });
      return { ...head, blocks, length: most };
    },
    dropKept: (key: string): boolean => kept.drop(key.slice(keptKey('').length)),
    /**
     * Opens a sound with room that was found for it. `from`: the first frame of it that is needed; `head`: what is there
     * of it from then on, which `stream` goes on after.
     */
    open(
      key: string,
      what: { cue: number; layer: number; role: LayerRole; state: 'head' | 'playing' },
      room: Frames,
      stream: LayerStream,
      begin: { readonly from: number; readonly head: KeptHead | undefined; readonly keepAs: string | null },
    ): StoredSound {
      const { from, head, keepAs } = begin;
      const sound: Stored = {
        ...{ key, ...what, stream, head: what.state === 'head' ? room : 0, reserved: room },
        ...{ decoded: from + (head?.length ?? 0), played: from, blocks: [...(head?.blocks ?? [])] },
        ...{ ready: false, ended: false, failure: null, filling: null, asked: 0, closed: false },
        ...{
          openedAt: clock(),
          repeated: head !== undefined,
          keepAs: from === 0 && settings().keptHeads > 0 ? keepAs : null,
        },
      };
      sounds.set(key, sound);
      if (head !== undefined) sayReady(sound);
      fill(sound);
      return sound;
    },
    /** There is more room for a head: `room` in all. */
    grow(key: string, room: Frames): void {
      const sound = sounds.get(key);
      if (sound === undefined || sound.state !== 'head' || sound.ended) return;
      sound.head = room;
      sound.reserved = room;
      fill(sound);
    },
    /** Room for a sound whose cue has been fired; null: there is none. */
    roomToStart(role: LayerRole): Frames | null {
      const found = Math.min(RING, makeRoom(role, RING));
      return found >= LEAST_RING ? frames(found) : null;
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
    /** The list has changed: its cue is another one by number. Order is kept. */
    rename(renamed: ReadonlyMap<string, { readonly key: string; readonly cue: number }>): void {
      const all = [...sounds.values()];
      sounds.clear();
      for (const sound of all) {
        Object.assign(sound, renamed.get(sound.key));
        sounds.set(sound.key, sound);
      }
    },
    /** `played` frames of it have sounded in all: they are let go. True: it got on. */
    play(key: string, played: number): boolean {
      const sound = sounds.get(key);
      if (sound === undefined) return false;
      const before = sound.played;
      const heard: { from: number; samples: Float32Array }[] = [];
      while (sound.played < Math.min(played, sound.decoded)) {
        const block = sound.blocks[0];
        const piece = block.subarray(0, (played - sound.played) * CHANNELS);
        heard.push({ from: sound.played, samples: piece });
        if (piece.length === block.length) sound.blocks.shift();
        else sound.blocks[0] = block.subarray(piece.length);
        sound.played += piece.length / CHANNELS;
      }
      settle(sound);
      for (const { from, samples } of heard) keep(sound, from, samples);
      fill(sound);
      return sound.played > before;
    },
    /** Its frames from one on, at most so many, to be read only: as far as one block of them goes. Null: none is there. */
    read(key: string, from: number, most: number): Float32Array | null {
      const sound = sounds.get(key);
      if (sound === undefined || from < sound.played || from >= sound.decoded) return null;
      let at = sound.played;
      for (const block of sound.blocks) {
        const length = block.length / CHANNELS;
        if (from < at + length) return block.subarray((from - at) * CHANNELS, (from - at + most) * CHANNELS);
        at += length;
      }
      return null;
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
      const roles = Object.fromEntries(LAYER_ROLES.map((role) => [role, sum(role)])) as Record<LayerRole, number>;
      return { ...roles, kept: kept.length() };
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

const keptKey = (id: string): string => `kept/${id}`;

export type SoundStore = ReturnType<typeof createSoundStore>;
