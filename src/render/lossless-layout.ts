import type { FileHandle } from 'node:fs/promises';
import type { SoundPart } from './made-sound.ts';
import type { PlainSound } from './plain-sound.ts';

/** Bytes that hold frames. */
export interface LaidOut {
  readonly bytes: Uint8Array;
  /** Where a frame of the mix begins among them; behind the last: where they end. */
  placeOf(frame: number): number;
}

/** Frames [from, to) of a mix. */
export interface Frames {
  readonly from: number;
  readonly to: number;
}

/**
 * How a lossless format lays out a mix, so that stretches of one file become those of another. All is counted in frames of
 * 1152 samples, the last of which may be shorter.
 */
export interface Layout {
  /** A stretch begins at a multiple of so many frames; 1, 2, 4 or 8. */
  readonly unit: number;
  /** Makes a file that ffmpeg wrote of no sample ready for all of them; returns where they go. Null: it cannot hold them. */
  begin(file: FileHandle): Promise<number | null>;
  /** Where frames of a file lie, from its first on. */
  placesOf(sound: PlainSound): LaidOut['placeOf'];
  /** What ffmpeg made of stretches (`rawArgs`), each as it lies in a file. */
  cut(bytes: Uint8Array, stretches: readonly Frames[]): LaidOut[];
  /** Ends a file once all its frames are written. Null: it is not what it should be. */
  end(file: FileHandle, path: string, signal: AbortSignal): Promise<PlainSound | null>;
  /** A file that is whole. Null: it is none of ours, and its stretches cannot be read alone. */
  look(path: string, signal: AbortSignal): Promise<PlainSound | null>;
}

/**
 * Parts of a file of `total` frames that begin where units do, whatever length they come in: a unit that is not all of one
 * encode is to be encoded. Parts to be encoded stay as short as they were.
 */
export const inUnits = (parts: readonly SoundPart[], total: number, unit: number): SoundPart[] => {
  const aligned: SoundPart[] = [];
  const add = (to: number, of: SoundPart['of']): void => {
    const from = aligned.at(-1)?.to ?? 0;
    if (to > from) aligned.push({ from, to, of });
  };
  for (const { from, to, of } of parts) {
    const first = Math.ceil(from / unit) * unit;
    const whole = of === null || to === total ? Math.ceil(to / unit) : Math.floor(to / unit);
    const last = Math.min(total, whole * unit);
    if (of !== null && last > first) add(first, null);
    add(last, last > first ? of : null);
  }
  return aligned;
};
