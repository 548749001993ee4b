import { type FfmpegBinary, statedLength } from '../media/index.ts';
import { ENGINE_RATE, type MixPlan } from '../model/index.ts';
import type { Span } from '../plan/index.ts';
import { samplesOf } from './decode-spans.ts';
import type { Checked, EncodedStore } from './encoded-store.ts';
import { CHUNK, copyMeasure, emptyMeasure, type FileMeasure, figuresOf } from './file-measure.ts';
import type { MadeSound, SoundPart } from './made-sound.ts';
import type { RenderPool } from './render-pool.ts';
import {
  type CheckJob,
  type CheckResult,
  type FoundMoment,
  METER_RUN_IN,
  type SourceFiles,
  type SpansChecked,
} from './render-protocol.ts';

export interface CheckHost {
  readonly plan: MixPlan;
  readonly sources: SourceFiles;
  readonly ffmpeg: FfmpegBinary;
  readonly pool: RenderPool;
  readonly signal: AbortSignal;
  /** Frames decoded since the last call, or known without. */
  onProgress(frames: number): void;
}

/** How far around its place a moment is compared. Frames: as `check-file.ts` does it. */
const MOMENT_BEFORE = 0.01 * ENGINE_RATE;
const MOMENT_AFTER = 0.51 * ENGINE_RATE;

/** Decodes a whole file and compares it with its plan. */
export const checkWhole = async (
  file: string,
  moments: CheckJob['moments'],
  host: CheckHost,
): Promise<{ result: CheckResult; checked: Checked }> => {
  const { plan, sources, ffmpeg, pool, signal, onProgress } = host;
  const job: CheckJob = { kind: 'check', plan, sources, ffmpeg, file, part: null, moments };
  const { measures, offsets } = (await pool.run(job, { signal, onProgress })) as SpansChecked;
  return resultOf(plan, measures[0], measures[0].frames, offsets);
};

/**
 * Checks a file of which frames were taken from others that are checked: those have been proven the same byte for byte, and
 * measure what they measured there. The rest is decoded, with as much around it as the meters remember.
 */
export const checkShared = async (
  file: string,
  made: MadeSound,
  moments: CheckJob['moments'],
  host: CheckHost,
): Promise<{ result: CheckResult; checked: Checked }> => {
  const { plan, sources, ffmpeg, pool, signal, onProgress } = host;
  const { length } = plan;
  const chunks = Math.ceil(length / CHUNK);
  const known = made.parts.flatMap((part) => knownOf(part, length));
  const there = (chunk: number) => known.find(({ from, to }) => chunk >= from && chunk < to);
  const dirty = new Uint8Array(chunks);
  for (let chunk = 0; chunk < chunks; chunk++) dirty[chunk] = there(chunk) ? 0 : 1;
  const inherited = moments.flatMap(({ id, at }): readonly FoundMoment[] => {
    const first = Math.max(0, Math.floor((at - MOMENT_BEFORE) / CHUNK));
    const last = Math.min(chunks - 1, Math.floor((at + MOMENT_AFTER) / CHUNK));
    const source = there(first);
    const found = source?.checked.moments.find((each) => each.at === at);
    if (found && last < source!.to) return [{ ...found, id, at }];
    dirty.fill(1, first, last + 1);
    return [];
  });
  const spans = spansOf(dirty);
  const measure = emptyMeasure(length);
  for (const { from, to, checked } of known) copyMeasure(measure, checked.measure, 0, from, to);
  let offsets: readonly FoundMoment[] = [];
  if (spans.length > 0) {
    const part = {
      sound: made.plain!,
      spans: spans.map(({ start, end }) => ({
        start: Math.max(0, start * CHUNK - METER_RUN_IN),
        end: Math.min(length, end * CHUNK),
      })),
    };
    const asked = moments.filter(({ at }) => !inherited.some((each) => each.at === at));
    const job: CheckJob = { kind: 'check', plan, sources, ffmpeg, file, part, moments: asked };
    const found = (await pool.run(job, { signal, onProgress })) as SpansChecked;
    for (const [i, { start, end }] of spans.entries())
      copyMeasure(measure, found.measures[i], part.spans[i].start / CHUNK, start, end);
    offsets = found.offsets;
  }
  const decoded = spans.reduce((sum, { start, end }) => sum + (end - start) * CHUNK, 0);
  onProgress(Math.max(0, length - decoded));
  const stated = await statedLength(file);
  const all = moments.flatMap(({ id }) => [...inherited, ...offsets].find((each) => each.id === id) ?? []);
  return resultOf(plan, measure, Math.round((stated?.promised ?? 0) * ENGINE_RATE), all);
};

interface Known {
  /** Chunks [from, to) of the decoded file. */
  readonly from: number;
  readonly to: number;
  readonly checked: Checked;
}

/** Of a part that was taken from a checked file: the chunks whose measure nothing else had to do with. */
const knownOf = ({ from, to, of }: SoundPart, length: number): Known[] => {
  const checked = of?.checked;
  if (!checked || checked.measure.frames !== length) return [];
  const chunks = Math.ceil(length / CHUNK);
  const [first, last] = samplesOf(of.kind, from, to);
  const begin = from === 0 ? 0 : Math.ceil((first + METER_RUN_IN) / CHUNK);
  const end = to >= of.frames ? chunks : Math.floor(last / CHUNK);
  return end > begin ? [{ from: begin, to: end, checked }] : [];
};

/** Runs of chunks to decode; those with less between them than the meters remember are one. */
const spansOf = (dirty: Uint8Array): Span[] => {
  const spans: { start: number; end: number }[] = [];
  for (const [chunk, is] of dirty.entries()) {
    if (is === 0) continue;
    const last = spans.at(-1);
    if (last && chunk - last.end <= 2) last.end = chunk + 1;
    else spans.push({ start: chunk, end: chunk + 1 });
  }
  return spans;
};

const resultOf = (
  { voices }: MixPlan,
  measure: FileMeasure,
  frames: number,
  offsets: readonly FoundMoment[],
): { result: CheckResult; checked: Checked } => ({
  result: {
    ...{ frames, ...figuresOf(measure), peaks: measure.peaks },
    ...{ foreground: voices.length > 0 ? 'cues' : 'music', offsets },
  },
  checked: { measure, moments: offsets },
});

/** Keeps what a file measured for those that will share its frames. */
export const keepCheck = async (store: EncodedStore | null, made: MadeSound, checked: Checked): Promise<void> => {
  if (store !== null && made.mix !== null && made.mix.checked === null) await store.addCheck(made.mix, checked);
};
