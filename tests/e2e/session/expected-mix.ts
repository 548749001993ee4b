import type { SessionCueDocument } from '../../../src/model/index.ts';
import { codedSample } from './coded-sound.ts';

/** A row of the as-run log as it is exported. Times are frames of the session. */
export interface RunRow {
  readonly cue: string;
  readonly layer: number;
  readonly file: string;
  readonly from_frame: number;
  readonly to_frame: number | null;
  readonly played_frames: number | null;
  readonly why: string;
}

type Curve = 'linear' | 'equal-power' | 'raised-cosine-db';
/** `length`: frames. */
interface Shape {
  readonly length: number;
  readonly curve: Curve;
}

/** What the mix is worked out from, beside the log: the list as it was written, and the coded sounds by name. */
export interface Written {
  readonly cues: readonly SessionCueDocument[];
  /** True where the first cue follows the last. */
  readonly loops: boolean;
  readonly sounds: ReadonlyMap<string, { readonly sound: number; readonly frames: number }>;
}

/** What is said of a sound that a GO, or a skip, took the place of. */
const GAVE_WAY = 'gave way to the next cue';
/** The fade of a stop that has none of its own, which keeps it from clicking: 5 ms. */
const DECLICK: Shape = { length: 240, curve: 'linear' };

const NONE: Shape = { length: 0, curve: 'linear' };
/** Frames of a length as a list has it. Milliseconds; none: 0. */
export const framesOf = (milliseconds: number | null | undefined): number => Math.round((milliseconds ?? 0) * 48);
const shapeOf = (ms: number | null | undefined, curve: string | null | undefined): Shape => ({
  length: framesOf(ms),
  curve: (curve ?? 'equal-power') as Curve,
});
/** Gain of a fade, `at` frames from its silent end. Worked out here once more, so that a wrong curve is found. */
const gainOf = ({ length, curve }: Shape, at: number): number => {
  if (at >= length) return 1;
  const t = Math.max(0, at / length);
  if (curve === 'linear') return t;
  if (curve === 'equal-power') return Math.sin((t * Math.PI) / 2);
  return t === 0 ? 0 : 10 ** ((-60 * (1 + Math.cos(Math.PI * t))) / 40);
};

/**
 * The samples of a mix as they must be: every sound that the log has, from its first frame to its last, with the fades
 * that the list, and what it met, give it. Interleaved stereo; its first frame is `origin` of the session.
 */
export const expectedMix = (
  rows: readonly RunRow[],
  written: Written,
  origin: number,
  frames: number,
): Float32Array => {
  const sum = new Float64Array(frames * 2);
  const byId = new Map(written.cues.map((cue, place) => [cue.id ?? '', { cue, place }]));
  for (const [index, row] of rows.entries()) {
    const { cue, place } = byId.get(row.cue)!;
    const layer = cue.layers![row.layer];
    const { sound, frames: length } = written.sounds.get(layer.file)!;
    const shapes = fadesOf(rows, index, written, place);
    const to = row.to_frame ?? origin + frames;
    const whole = layerOf(layer, length);
    const gain = 10 ** ((layer.gain_db ?? 0) / 20);
    for (let at = Math.max(0, origin - row.from_frame); row.from_frame + at < to; at++) {
      const out = row.from_frame + at - origin;
      if (out >= frames) break;
      let level = gain * gainOf(shapes.fadeIn, at) * gainOf(shapes.stop, to - 1 - row.from_frame - at);
      if (shapes.out !== null) level *= gainOf(shapes.out, to - 1 - row.from_frame - at);
      for (let side = 0; side < 2; side++) sum[out * 2 + side] += whole(sound, at, side) * level;
    }
  }
  return Float32Array.from(sum);
};

const fadesOf = (rows: readonly RunRow[], index: number, { cues, loops }: Written, place: number) => {
  const row = rows[index];
  const cue = cues[place];
  const layer = cue.layers![row.layer];
  const before = cues[place - 1] ?? (loops ? cues.at(-1) : undefined);
  const crossed = (id: string | null | undefined): RunRow | undefined =>
    rows.find(
      (other) =>
        other !== row && other.cue === id && other.from_frame < row.from_frame && other.to_frame! > row.from_frame,
    );
  const into = before?.transition?.type === 'crossfade' ? crossed(before.id) : undefined;
  // By itself the cue before sounds until the crossfade is over; by GO the crossfade begins at once, as long as written.
  const crossOf = (transition: SessionCueDocument['transition'], other: RunRow, next: RunRow): Shape => ({
    ...shapeOf(transition!.duration_ms ?? 2000, transition!.curve),
    ...(other.why !== GAVE_WAY && { length: other.to_frame! - next.from_frame }),
  });
  const fadeIn = into ? crossOf(before!.transition, into, row) : shapeOf(layer.fade_in_ms, layer.fade_in_curve);

  const isCross = cue.transition?.type === 'crossfade';
  if (row.why === GAVE_WAY) {
    const stop = isCross ? shapeOf(cue.transition!.duration_ms ?? 2000, cue.transition!.curve) : DECLICK;
    return { fadeIn, stop, out: null };
  }
  if (row.why.startsWith('stopped')) return { fadeIn, stop: DECLICK, out: null };
  const after = cues[place + 1] ?? (loops ? cues[0] : undefined);
  const next = rows.find(
    (other) =>
      other.cue === after?.id && other.from_frame > row.from_frame && other.from_frame < (row.to_frame ?? 0) && isCross,
  );
  const out = next ? crossOf(cue.transition, row, next) : shapeOf(layer.fade_out_ms, layer.fade_out_curve);
  return { fadeIn, stop: NONE, out };
};

type WrittenLayer = NonNullable<SessionCueDocument['layers']>[number];

/** A layer as a whole, its loop unrolled: the sample at a frame of it. */
const layerOf = (layer: WrittenLayer, length: number) => {
  const begin = framesOf(layer.trim_start_ms);
  const end = layer.trim_end_ms == null ? length : Math.min(length, framesOf(layer.trim_end_ms));
  const sample = (sound: number, frame: number, side: number): number =>
    frame < end ? codedSample(sound, frame, side) / 32_768 : 0;
  const { loop } = layer;
  if (!loop) return (sound: number, at: number, side: number) => sample(sound, begin + at, side);
  const settings = loop === true ? {} : loop;
  const start = Math.max(begin, framesOf(settings.start_ms));
  const until = settings.end_ms == null ? end : Math.min(end, framesOf(settings.end_ms));
  const cross = Math.min(framesOf(settings.crossfade_ms), Math.floor((until - start) / 2));
  const shape: Shape = { length: cross, curve: (settings.crossfade_curve ?? 'equal-power') as Curve };
  const times = settings.times ?? Number.POSITIVE_INFINITY;
  /** Frames of the layer from the beginning of one pass to that of the next; the first is longer by what lies before. */
  const cycle = until - start - cross;
  const first = until - begin - cross;
  return (sound: number, at: number, side: number): number => {
    const pass = at < first ? 1 : Math.min(times, 2 + Math.floor((at - first) / cycle));
    const into = pass === 1 ? begin - start + at : at - first - (pass - 2) * cycle;
    const here = sample(sound, start + into, side);
    if (pass === 1 || into >= cross) return here;
    // The end of the pass before goes out under the beginning of this one.
    const tail = sample(sound, until - cross + into, side);
    return Math.fround(here * gainOf(shape, into) + tail * gainOf(shape, cross - into));
  };
};
