import type { CuelistDocument, SessionCueDocument } from './cuelist-schema.ts';
import { freeId } from './implied-ids.ts';

/** A cue with its id; what a group holds has ids as well. */
export type NamedCue = SessionCueDocument & { id: string };

/**
 * The document in which every cue has the id that `Cuelist` knows it by: `cue-1`, `cue-2`, … by place where the file
 * gives none. The same one where all have theirs.
 */
export const withStableCueIds = (document: CuelistDocument): CuelistDocument => {
  const every = everyCue(document.cues);
  if (every.every(({ id }) => id != null)) return document;
  const taken = new Set(every.flatMap(({ id }) => id ?? []));
  return { ...document, cues: named(document.cues, taken, 'cue') };
};

/** Groups first, then what they hold: `cue-2` is the second of the list however many the first one holds. */
const named = (cues: readonly SessionCueDocument[], taken: Set<string>, above: string): SessionCueDocument[] => {
  const ids = cues.map((cue, index) => {
    const id = cue.id ?? freeId(`${above}-${index + 1}`, taken);
    taken.add(id);
    return id;
  });
  return cues.map((cue, index) => ({
    ...cue,
    id: ids[index],
    ...(cue.cues ? { cues: named(cue.cues, taken, ids[index]) } : {}),
  }));
};

/** Every cue of a document's list, groups before what they hold. */
export const everyCue = <Cue extends SessionCueDocument>(cues: readonly Cue[]): Cue[] =>
  cues.flatMap((cue) => [cue, ...everyCue((cue.cues ?? []) as Cue[])]);
