import { type LayerFacts, UNKNOWN_FACTS } from '../../plan/index.ts';
import type { RunnerState, SessionEvent, Show } from '../../session/index.ts';
import type { KnownFiles } from './layer-facts.ts';
import { filesOf, runnerFacts } from './session-list.ts';

/** Files that cannot be played are looked at again so often in Edit mode: somebody may put them there. Milliseconds. */
const LOOK_EVERY = 3_000;

/** What is known of the files of the list that is open, and what its runner is told of them. */
export const createShowFiles = (parts: {
  readonly files: Pick<KnownFiles, 'of' | 'look'>;
  /** The absolute path of a file as the list writes it. */
  readonly pathOf: (file: string) => string;
  readonly show: () => Show;
  readonly state: () => RunnerState;
  readonly send: (event: SessionEvent) => void;
  /** Files that the library does not have may be brought into it. */
  readonly importing: () => boolean;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
}) => {
  const { files, pathOf, show, state, send, clock } = parts;
  const known = (cue: number, layer: number): LayerFacts => state().facts[`${cue}/${layer}`] ?? UNKNOWN_FACTS;
  /** Tells of some files; null: of all. What sounds is heard to its end, wherever its file is by now. */
  const tell = (paths: ReadonlySet<string> | null): void => {
    const live = new Set(state().runs.map(({ cue }) => cue));
    for (const { index, cue } of show().steps) {
      if (cue.action.kind !== 'sound') continue;
      for (const [layer, { file }] of cue.action.layers.entries()) {
        const path = pathOf(file);
        const found = files.of(path);
        if ((paths !== null && !paths.has(path)) || !found.looked) continue;
        if (found.broken !== null && live.has(index)) continue;
        const facts = runnerFacts(found);
        const before = known(index, layer);
        const same = before.bytes === facts.bytes && before.frames === facts.frames && before.broken === facts.broken;
        if (!same) send({ kind: 'facts', cue: index, layer, facts });
      }
    }
  };
  const broken = (index: number): string[] => {
    const { action } = show().steps[index].cue;
    if (action.kind !== 'sound') return [];
    return action.layers.flatMap(({ file }, layer) => (known(index, layer).broken === null ? [] : [file]));
  };
  const isAnyBroken = (): boolean => Object.values(state().facts).some((facts) => facts.broken !== null);
  let lookedAt = clock();

  return {
    /** What the runner knows of a layer. */
    known,
    tell,
    /** Files of a cue that cannot be played, as they are written. */
    broken,
    isAnyBroken,
    /** Looks at all of them, and tells. */
    async look(): Promise<void> {
      await files.look(filesOf(show()).map(pathOf), { importing: parts.importing() });
      tell(null);
    },
    /** Looks again at those that cannot be played, where it is time to. */
    lookAgain(): void {
      if (state().armed || clock() - lookedAt < LOOK_EVERY || !isAnyBroken()) return;
      lookedAt = clock();
      void files.look(show().steps.flatMap(({ index }) => broken(index).map(pathOf)));
    },
  };
};
