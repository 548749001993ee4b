import type { CuelistDocument, LayerDocument, SessionCueDocument } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';

/** The cues of a file in the order of the steps: groups before what they hold. */
export const documentsOf = (document: CuelistDocument | null): readonly SessionCueDocument[] => {
  const flat = (cues: readonly SessionCueDocument[]): SessionCueDocument[] =>
    cues.flatMap((cue) => [cue, ...flat(cue.cues ?? [])]);
  return document === null ? [] : flat(document.cues);
};

/** The layers of a cue as the file writes them. */
export const layersOf = (documents: readonly SessionCueDocument[], step: Step): readonly LayerDocument[] =>
  documents[step.index]?.layers ?? [];
