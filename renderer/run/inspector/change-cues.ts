import type { CueChange, LayerDocument } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { documentsOf, layersOf } from '../list/cue-documents.ts';
import { editList, useRun } from '../run-store.ts';

/** Fields of cues as one step of undo. `merge`: the same for all that belong to it. */
export const changeCues = (steps: readonly Step[], change: CueChange, merge: string | null = null) =>
  editList([{ op: 'cues.change', ids: steps.map(({ cue }) => cue.id), change }], { merge });

export type LayerChange = Partial<LayerDocument>;

/** A field that is null is taken out of the file: its default holds. */
const withChange = (layer: LayerDocument, change: LayerChange): LayerDocument =>
  Object.fromEntries(
    Object.entries({ ...layer, ...change }).filter(([, value]) => value !== null && value !== undefined),
  ) as LayerDocument;

const documents = () => documentsOf(useRun.getState().list?.document ?? null);

/** Changes one layer of a cue. */
export const changeLayer = (
  step: Step,
  layer: number,
  change: LayerChange,
  { merge = null, label = null }: { merge?: string | null; label?: string | null } = {},
) => {
  const layers = layersOf(documents(), step).map((one, at) => (at === layer ? withChange(one, change) : one));
  return editList([{ op: 'cues.change', ids: [step.cue.id], change: { layers } }], { merge, label });
};

/** Changes every layer of several cues, each by what it is. */
export const changeLayers = (
  steps: readonly Step[],
  change: (layer: LayerDocument) => LayerChange,
  { merge = null, label = null }: { merge?: string | null; label?: string | null } = {},
) => {
  const known = documents();
  const edits = steps.flatMap((step) => {
    const layers = layersOf(known, step).map((one) => withChange(one, change(one)));
    return layers.length === 0 ? [] : [{ op: 'cues.change' as const, ids: [step.cue.id], change: { layers } }];
  });
  return edits.length === 0 ? Promise.resolve(null) : editList(edits, { merge, label });
};

export const addLayer = (step: Step, layer: LayerDocument) =>
  editList([{ op: 'cues.change', ids: [step.cue.id], change: { layers: [...layersOf(documents(), step), layer] } }], {
    label: 'Add a layer',
  });

/** The last layer stays: a cue without any would be another kind of cue. */
export const removeLayer = (step: Step, layer: number) => {
  const layers = layersOf(documents(), step).filter((_, at) => at !== layer);
  if (layers.length === 0) return Promise.resolve(null);
  return editList([{ op: 'cues.change', ids: [step.cue.id], change: { layers } }], { label: 'Remove a layer' });
};
