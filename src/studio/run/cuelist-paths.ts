import { isAbsolute } from 'node:path';
import type { CuelistEdit, LayerDocument, SessionCueDocument } from '../../model/index.ts';
import { writtenFrom } from '../create-workout.ts';

/** Edits as a cuelist in `folder` keeps them: files that lie there or below are named from there, so that both can move. */
export const writtenInto = (folder: string, edits: readonly CuelistEdit[]): CuelistEdit[] => {
  const layerIn = (layer: LayerDocument): LayerDocument =>
    isAbsolute(layer.file) ? { ...layer, file: writtenFrom(folder, layer.file) } : layer;
  const cueIn = (cue: SessionCueDocument): SessionCueDocument => ({
    ...cue,
    ...(cue.layers && { layers: cue.layers.map(layerIn) }),
    ...(cue.cues && { cues: cue.cues.map(cueIn) }),
  });
  return edits.map((edit) => {
    if (edit.op === 'cues.add') return { ...edit, cues: edit.cues.map(cueIn) };
    if (edit.op !== 'cues.change' || !edit.change.layers) return edit;
    return { ...edit, change: { ...edit.change, layers: edit.change.layers.map(layerIn) } };
  });
};
