import type { ListedCue } from '../../../../../src/contract/index.ts';
import {
  type CuelistDocument,
  type Frames,
  frames,
  readCuelistDocument,
  type SessionCueDocument,
} from '../../../../../src/model/index.ts';
import { cueLength, cuelistSteps, junctions, type LayerFacts, type Step } from '../../../../../src/plan/index.ts';

/** A cue that plays a file of its name. */
export const sound = (id: string, more: Partial<SessionCueDocument> = {}): SessionCueDocument => ({
  id,
  name: id.toUpperCase(),
  layers: [{ role: 'background', file: `${id}.wav` }],
  ...more,
});

export const group = (id: string, cues: SessionCueDocument[], more: Partial<SessionCueDocument> = {}) =>
  ({ id, name: id.toUpperCase(), kind: 'group', cues, ...more }) as SessionCueDocument;

export interface SomeList {
  readonly document: CuelistDocument;
  readonly steps: readonly Step[];
  readonly checks: readonly ListedCue[];
}

/** A list as the studio tells it. Every file lasts 10 s; those in `broken` are not there. */
export const someList = (
  cues: SessionCueDocument[],
  { broken = [], streams = [] }: { broken?: readonly string[]; streams?: readonly string[] } = {},
): SomeList => {
  const document: CuelistDocument = { id: 'list', cues };
  const { cuelist, problems } = readCuelistDocument(document);
  if (cuelist === null) throw new Error(problems.map(({ message }) => message).join('\n'));
  const steps = cuelistSteps(cuelist);
  const facts = (index: number, layer: number): LayerFacts => {
    const { action } = steps[index].cue;
    const file = action.kind === 'sound' ? action.layers[layer].file : '';
    return {
      frames: frames(480_000),
      bytes: streams.includes(file) ? 100_000_000 : 1_000_000,
      decodeTime: null,
      broken: broken.includes(file) ? `${file} is not there` : null,
    };
  };
  const met = new Map(junctions(cuelist, facts).map((junction) => [junction.from, junction]));
  const checks = steps.map((step): ListedCue => {
    const { action } = step.cue;
    const junction = met.get(step.index);
    return {
      id: step.cue.id,
      layers: (action.kind === 'sound' ? action.layers : []).map(({ file }, at) => {
        const { frames: length, bytes, broken: why } = facts(step.index, at);
        return {
          ...{ frames: length as Frames, bytes, broken: why, asset: null },
          streams: streams.includes(file) ? 'large file' : null,
        };
      }),
      length: cueLength(step, steps, facts),
      junction: junction ? { ...junction, to: steps[junction.to].cue.id } : null,
    };
  });
  return { document, steps, checks };
};

export const stepOf = ({ steps }: SomeList, id: string): Step => steps.find(({ cue }) => cue.id === id)!;
