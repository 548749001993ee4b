import type { LayerCheck, ListedCue, SessionList } from '../../contract/index.ts';
import { type Layer, type SessionSettings, tellCuelistProblem } from '../../model/index.ts';
import { cueLength, type Facts, type Junction, junctions, type LayerFacts, streamReason } from '../../plan/index.ts';
import type { Show } from '../../session/index.ts';
import type { OpenCuelist } from './cuelist-editor.ts';
import type { FileFacts } from './layer-facts.ts';
import { cueTitle } from './session-sentences.ts';

/** Files of the layers of a show, as they are written. */
export const filesOf = ({ steps }: Show): string[] => {
  const layers = steps.flatMap(({ cue: { action } }): readonly Layer[] =>
    action.kind === 'sound' ? action.layers : [],
  );
  return [...new Set(layers.map(({ file }) => file))];
};

/** What the runner is told of a file. */
export const runnerFacts = ({ bytes, frames, broken }: FileFacts): Partial<LayerFacts> => ({ bytes, frames, broken });

/** The list as its clients see it: the document, and what is known of each cue. */
export const sessionList = (
  opened: OpenCuelist,
  show: Show,
  fileFacts: (file: string) => FileFacts,
  /** What the runner knows of a layer: how long its head took to decode. */
  runnerKnows: Facts,
): SessionList => {
  const { path, revision, document, problems } = opened.now();
  const { steps, list } = show;
  const facts: Facts = (cue, layer) => runnerKnows(cue, layer);
  const met = new Map<number, Junction>(junctions(list, facts).map((junction) => [junction.from, junction]));
  const cues = steps.map((step): ListedCue => {
    const { action, id } = step.cue;
    const layers = action.kind === 'sound' ? action.layers : [];
    const junction = met.get(step.index);
    return {
      id,
      layers: layers.map((layer, at) => layerCheck(fileFacts(layer.file), facts(step.index, at), list.settings)),
      length: cueLength(step, steps, facts),
      junction: junction
        ? { to: steps[junction.to].cue.id, kind: junction.kind, length: junction.length, reason: junction.reason }
        : null,
    };
  });
  const broken = steps.flatMap((step, index) =>
    cues[index].layers.flatMap(({ broken }) => (broken === null ? [] : [`${cueTitle(step.cue)}: ${broken}`])),
  );
  const cut = [...new Set(filesOf(show).flatMap((file) => fileFacts(file).trouble ?? []))];
  const { savedAt, saveTrouble } = opened.saved();
  return {
    ...{ path, revision, document, cues, savedAt, saveTrouble, history: opened.history() },
    warnings: [...problems.map((problem) => tellCuelistProblem(document, problem)), ...broken, ...cut],
  };
};

const layerCheck = (file: FileFacts, known: LayerFacts, settings: SessionSettings): LayerCheck => ({
  ...{ frames: file.frames, bytes: file.bytes, broken: file.broken, asset: file.asset },
  streams: streamReason({ ...known, bytes: file.bytes }, settings),
});
