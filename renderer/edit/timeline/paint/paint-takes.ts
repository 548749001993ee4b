import { columnsOf } from '../../../waveform/index.ts';
import type { Lane } from '../lanes.ts';
import type { SceneCue } from '../scene-types.ts';
import { CHUNK } from '../sounds.ts';
import { type Colour, css } from './look.ts';
import { SAMPLES_BELOW, sampleColumns } from './music-columns.ts';
import type { Paint } from './paint.ts';

/** A cue's box that gets its waveform. CSS pixels. */
export interface BoxWave {
  readonly cue: SceneCue;
  readonly left: number;
  readonly right: number;
  readonly lane: Lane;
  readonly colour: Colour;
}

/** Voices are staged at −17 LUFS: so much brings their peaks near the box's edge. */
const SCALE = 1.45;
/** Room at both ends and above and below, CSS pixels. */
const INSET = 3;
/** A waveform is drawn as strokes so wide with gaps between them, while it is an outline. CSS pixels. */
const STROKE = 1;
const PITCH = 2;

/** Waveforms of takes in their boxes: strokes from afar, every column when samples are looked at. */
export const paintBoxWaves = (paint: Paint, waves: readonly BoxWave[]): void => {
  const { context, ratio, framesPerPixel, sounds, width } = paint;
  const close = framesPerPixel / ratio < SAMPLES_BELOW;
  const pitch = close ? 1 / ratio : PITCH;
  for (const { cue, left, right, lane, colour } of waves) {
    const data = sounds.take(cue.source!);
    // Strokes stand at whole places of the box, so that they do not swim when it moves.
    const skipped = Math.max(0, Math.floor((-left - INSET) / pitch));
    const first = left + INSET + skipped * pitch;
    const count = Math.floor((Math.min(right - INSET, width + pitch) - first) / pitch);
    if (count <= 0) continue;
    const view = {
      firstFrame: cue.sourceStart + (first - left) * framesPerPixel,
      framesPerPixel: framesPerPixel * pitch,
      width: count,
    };
    const rough = data && columnsOf(data, view);
    const length = cue.sourceStart + (cue.end - cue.start) + CHUNK;
    const columns = close ? sampleColumns(view, cue.source!, length, sounds, rough) : rough;
    if (!columns) continue;
    const middle = lane.top + lane.height / 2;
    const reach = lane.height / 2 - INSET;
    const wide = close ? 1 / ratio : Math.max(STROKE, Math.round(STROKE * ratio) / ratio);
    context.fillStyle = css(colour);
    for (let i = 0; i < count; i++) {
      if (Number.isNaN(columns[i * 2])) continue;
      const top = middle - Math.min(1, columns[i * 2 + 1] * cue.gain * SCALE) * reach;
      const bottom = middle - Math.max(-1, columns[i * 2] * cue.gain * SCALE) * reach;
      const y = Math.floor(top * ratio) / ratio;
      context.fillRect(first + i * pitch, y, wide, Math.max(1 / ratio, Math.ceil(bottom * ratio) / ratio - y));
    }
  }
};
