import { lastBefore } from '../hit-test.ts';
import { cueRow, type Lane } from '../lanes.ts';
import type { SceneCue } from '../scene-types.ts';
import { fitted, measured } from './fitted-words.ts';
import { type Colour, css, type Look, mixed } from './look.ts';
import { crisp, framesSeen, hairline, type Paint, rounded } from './paint.ts';
import { type BoxWave, paintBoxWaves } from './paint-takes.ts';

/** Narrower cues are drawn as a plain mark. CSS pixels. */
const BOXED = 6;
/** The smallest room that words are written into, and the most they take. */
const WORDS_ROOM = 30;
const WORDS_MOST = 420;
/** Cues closer to the next than this have no line up through the music. CSS pixels. */
const LINES_APART = 9;
/** How far words and rings reach beyond their cue. */
const REACH = WORDS_MOST + 8;

/** Cues: their words, and beneath them a box as long as the take is, with its own waveform. */
export const paintCues = (paint: Paint): void => {
  const { context, scene, lanes, look, width } = paint;
  context.fillStyle = css(look.bg0);
  context.fillRect(0, lanes.cues.top, width, lanes.cues.height);
  context.fillStyle = css(look.line);
  context.fillRect(0, lanes.cues.top, width, hairline(paint));
  const seen = framesSeen(paint, 8);
  const waves: BoxWave[] = [];
  for (const [row, cues] of scene.rows.entries()) {
    const { words, boxes } = cueRow(lanes, row);
    const last = lastBefore(cues, framesSeen(paint, 8).end, ({ start }) => start);
    let first = lastBefore(cues, framesSeen(paint, REACH).start, ({ start }) => start);
    first = Math.max(0, first);
    if (row === 0) paintLines(paint, cues, first, last);
    for (let i = first; i <= last; i++) {
      const cue = cues[i];
      if (cue.end >= seen.start || cue.from !== null) paintBox(paint, cue, boxes, waves);
      paintWords(paint, cue, cues[i + 1], words);
    }
  }
  paintBoxWaves(paint, waves);
};

const xIn = ({ firstFrame, framesPerPixel }: Paint, frame: number): number => (frame - firstFrame) / framesPerPixel;

/** The colour of a cue: amber where it is heard, grey where the variant leaves it out, red where its take failed. */
const colourOf = (look: Look, cue: SceneCue): Colour =>
  cue.state === 'failed' ? look.error : cue.taken ? look.voice : look.t3;

const paintLines = (paint: Paint, cues: readonly SceneCue[], first: number, last: number): void => {
  const { context, lanes, look } = paint;
  const top = lanes.music.top;
  const height = lanes.cues.top + 6 - top;
  for (let i = first; i <= last; i++) {
    const apart = ((cues[i + 1]?.start ?? Number.POSITIVE_INFINITY) - cues[i].start) / paint.framesPerPixel;
    if (!cues[i].taken || apart < LINES_APART) continue;
    context.fillStyle = css(look.voice, cues[i].selected ? 0.8 : 0.3);
    context.fillRect(crisp(paint, xIn(paint, cues[i].start)), top, hairline(paint), height);
  }
};

const paintBox = (paint: Paint, cue: SceneCue, lane: Lane, waves: BoxWave[]): void => {
  const { context, look } = paint;
  const left = crisp(paint, xIn(paint, cue.start));
  const right = crisp(paint, xIn(paint, cue.end));
  const wide = right - left;
  const colour = colourOf(look, cue);
  if (cue.from !== null) paintBefore(paint, cue.from, wide, lane);
  if (wide < BOXED) {
    paintMark(paint, cue, left, Math.max(hairline(paint), wide), lane, colour);
    return;
  }
  const line = hairline(paint);
  rounded(context, left + line / 2, lane.top + line / 2, wide - line, lane.height - line, 4);
  context.fillStyle = css(mixed(look.bg0, colour, cue.taken ? (cue.selected ? 0.24 : 0.14) : 0.05));
  context.fill();
  context.lineWidth = line;
  context.strokeStyle = css(mixed(look.bg0, colour, cue.selected ? 1 : 0.5));
  if (cue.state !== 'ready' || !cue.taken || cue.copy) context.setLineDash([4, 3]);
  context.stroke();
  context.setLineDash([]);
  if (cue.collides) paintHatching(paint, left, wide, lane);
  if (cue.selected) paintRing(paint, left, wide, lane, cue.lead);
  const strength = cue.taken ? 1 : 0.45;
  if (cue.source !== null) waves.push({ cue, left, right, lane, colour: mixed(look.bg0, colour, strength) });
  else if (wide > 26) paintState(paint, cue, left, wide, lane);
};

/** At a glance from far away: a mark as tall as the box. */
const paintMark = (paint: Paint, cue: SceneCue, left: number, wide: number, lane: Lane, colour: Colour): void => {
  const { context, look } = paint;
  if (cue.selected) {
    context.fillStyle = css(look.select);
    context.fillRect(left - 2, lane.top - 3, wide + 4, lane.height + 6);
  }
  context.fillStyle = css(mixed(look.bg0, colour, cue.taken ? 0.9 : 0.5));
  const shorter = cue.taken ? 0 : lane.height / 4;
  context.fillRect(left, lane.top + shorter, wide, lane.height - 2 * shorter);
  if (!cue.collides) return;
  context.fillStyle = css(look.warn);
  context.fillRect(left - 1, lane.top + lane.height + 2, wide + 2, 3);
};

const paintRing = (paint: Paint, left: number, wide: number, lane: Lane, lead: boolean): void => {
  const { context, look } = paint;
  rounded(context, left - 2, lane.top - 2, wide + 4, lane.height + 4, 6);
  context.lineWidth = lead ? 2 : 1.5;
  context.strokeStyle = css(look.select, lead ? 1 : 0.75);
  context.stroke();
};

/** Two voices at once: hatched, with a warning's sign and, where there is room, its word. */
const paintHatching = (paint: Paint, left: number, wide: number, lane: Lane): void => {
  const { context, look } = paint;
  context.save();
  rounded(context, left, lane.top, wide, lane.height, 4);
  context.clip();
  context.strokeStyle = css(look.warn, 0.32);
  context.lineWidth = 1.5;
  context.beginPath();
  for (let x = -lane.height; x < wide; x += 7) {
    context.moveTo(left + x, lane.top + lane.height);
    context.lineTo(left + x + lane.height, lane.top);
  }
  context.stroke();
  context.restore();
  if (wide < 16) return;
  const [x, y] = [left + 8, lane.top + lane.height - 5];
  context.fillStyle = css(look.warn);
  context.beginPath();
  context.moveTo(x - 5, y);
  context.lineTo(x + 5, y);
  context.lineTo(x, y - 9);
  context.fill();
  if (wide < 68) return;
  context.font = `600 10px ${look.sans}`;
  context.fillText('overlaps', x + 9, y);
};

const paintState = (paint: Paint, cue: SceneCue, left: number, wide: number, lane: Lane): void => {
  const { context, look } = paint;
  context.font = `10px ${look.sans}`;
  context.fillStyle = css(cue.state === 'failed' ? look.error : look.t3);
  const text = cue.state === 'failed' ? '! no take' : 'making take…';
  context.textBaseline = 'middle';
  context.fillText(fitted(context, text, wide - 10), left + 5, lane.top + lane.height / 2);
  context.textBaseline = 'alphabetic';
};

const paintBefore = (paint: Paint, from: number, wide: number, lane: Lane): void => {
  const { context, look } = paint;
  const line = hairline(paint);
  rounded(context, crisp(paint, xIn(paint, from)) + line / 2, lane.top + line / 2, Math.max(2, wide), lane.height, 4);
  context.strokeStyle = css(look.t3, 0.8);
  context.lineWidth = line;
  context.setLineDash([3, 3]);
  context.stroke();
  context.setLineDash([]);
};

export const wordsFont = (look: Look, { lead }: SceneCue): string => `${lead ? 600 : 500} 12px ${look.sans}`;
export const wordsColour = (look: Look, { selected, state, taken }: SceneCue): string => {
  if (selected) return css(look.t1);
  return css(state === 'failed' ? look.error : taken ? mixed(look.t1, look.voice, 0.42) : look.t3);
};

const paintWords = (paint: Paint, cue: SceneCue, next: SceneCue | undefined, lane: Lane): void => {
  const { context, look } = paint;
  const left = xIn(paint, cue.start);
  const isMark = (cue.end - cue.start) / paint.framesPerPixel < BOXED;
  const behind = next?.start ?? (isMark ? paint.scene.length : Number.POSITIVE_INFINITY);
  const free = xIn(paint, behind) - left - 10;
  if (free < WORDS_ROOM || left + WORDS_MOST < 0) return;
  context.font = wordsFont(look, cue);
  const shown = fitted(context, cue.text.trim() || 'no words', Math.min(free, WORDS_MOST));
  if (shown === '' || left + measured(context, shown) < 0) return;
  context.fillStyle = wordsColour(look, cue);
  context.fillText(shown, crisp(paint, left) + 1, lane.top + 12);
};
