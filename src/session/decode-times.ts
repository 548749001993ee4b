import type { Frames } from '../model/index.ts';
import type { LayerFacts } from '../plan/index.ts';
import type { SessionEvent, Show } from './runner-state.ts';

/**
 * How long the heads of files took to decode last. Every layer of a file knows, whichever was read: one that is slow
 * streams in every cue.
 */
export const createDecodeTimes = (parts: {
  readonly show: () => Show;
  /** A file as it is on disk, whatever it is called; null: not known. */
  readonly identify: (file: string) => string | null;
  readonly facts: (cue: number, layer: number) => LayerFacts;
  readonly send: (event: SessionEvent) => void;
}) => {
  const { show, identify, facts, send } = parts;
  const times = new Map<string, Frames>();
  const nameOf = (file: string): string => identify(file) ?? file;

  /** Tells the layers that do not know yet; `only`: those of one file. */
  const tell = (only: string | null): void => {
    for (const { index, cue } of show().steps) {
      if (cue.action.kind !== 'sound') continue;
      for (const [layer, { file }] of cue.action.layers.entries()) {
        const name = nameOf(file);
        const decodeTime = times.get(name);
        if (decodeTime === undefined || (only !== null && name !== only)) continue;
        if (facts(index, layer).decodeTime !== decodeTime)
          send({ kind: 'facts', cue: index, layer, facts: { decodeTime } });
      }
    }
  };
  return {
    took(file: string, time: Frames): void {
      const name = nameOf(file);
      times.set(name, time);
      tell(name);
    },
    /** Another list: what is known of its files. */
    tellAll: (): void => tell(null),
  };
};

export type DecodeTimes = ReturnType<typeof createDecodeTimes>;
