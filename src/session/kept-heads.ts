import { CHANNELS } from '../model/index.ts';

/** The first part of a sound that was heard once, for when it is asked for again. */
export interface KeptHead {
  /** What it is the head of: the file as it is on disk, and where it begins in it. */
  readonly id: string;
  readonly blocks: readonly Float32Array[];
  /** Frames. */
  readonly length: number;
  /** Grows with every use. */
  readonly usedAt: number;
}

/** So much of a sound is kept: a decoder that starts at its end has time to. 1 s. */
export const KEPT_LENGTH = 48_000;

/** Heads for repeats: what was not used for longest goes first. `most`: how many there may be. */
export const createKeptHeads = (most: () => number) => {
  const heads = new Map<string, KeptHead>();
  let uses = 0;
  const oldest = (): KeptHead | undefined => [...heads.values()].sort((a, b) => a.usedAt - b.usedAt)[0];
  return {
    all: (): KeptHead[] => [...heads.values()],
    lengthOf: (id: string): number => heads.get(id)?.length ?? 0,
    /** Frames of all of them. */
    length: (): number => [...heads.values()].reduce((sum, { length }) => sum + length, 0),
    /** More of the head of a sound, in order from its first frame. Gives what had to go for it. */
    add(id: string, block: Float32Array): void {
      uses += 1;
      const { blocks, length } = heads.get(id) ?? { blocks: [], length: 0 };
      heads.set(id, {
        ...{ id, blocks: [...blocks, block], length: length + block.length / CHANNELS, usedAt: uses },
      });
      while (heads.size > most()) heads.delete(oldest()!.id);
    },
    /** It is in use now, and kept no more. */
    take(id: string): KeptHead | undefined {
      const head = heads.get(id);
      heads.delete(id);
      return head;
    },
    drop: (id: string): boolean => heads.delete(id),
    dropOldest(): boolean {
      const head = oldest();
      return head !== undefined && heads.delete(head.id);
    },
  };
};
