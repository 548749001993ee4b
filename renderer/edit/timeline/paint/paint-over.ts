import { lastBefore } from '../hit-test.ts';
import { cueRow, segmentHeight } from '../lanes.ts';
import { fitted, measured } from './fitted-words.ts';
import { css } from './look.ts';
import { crisp, hairline, type Paint } from './paint.ts';
import { wordsColour, wordsFont } from './paint-cues.ts';

/** What stands over the tiles and depends on what is seen: names that stay in sight, the loop, the end. */
export interface Over {
  readonly loop: { readonly start: number; readonly end: number; readonly on: boolean } | null;
  /** Where names of the lanes end, CSS pixels: names of what is in the lanes begin behind them. */
  readonly labels: { readonly segments: number; readonly music: number };
}

const GAP = 8;
const NAME_LEAST = 22;
/** Bottom of a lane's name, CSS pixels from the lane's top. */
const LABEL_BOTTOM = 22;

export const paintOver = (paint: Paint, over: Over): void => {
  paintSegmentNames(paint, over.labels.segments);
  paintTrackNames(paint, over.labels.music);
  paintWordsOfLong(paint);
  paintEnd(paint);
  if (over.loop) paintLoop(paint, over.loop);
};

const xIn = ({ firstFrame, framesPerPixel }: Paint, frame: number): number => (frame - firstFrame) / framesPerPixel;

/** A name at the left end of what it names, or at the left edge of what is seen of it. */
const nameSpan = (paint: Paint, start: number, end: number, least: number): { x: number; room: number } => {
  const x = Math.max(least, xIn(paint, start)) + GAP;
  return { x, room: Math.min(paint.width, xIn(paint, end)) - x - GAP };
};

const paintSegmentNames = (paint: Paint, label: number): void => {
  const { context, scene, lanes, look } = paint;
  const { top, height } = lanes.segments;
  for (const segment of scene.segments) {
    const tall = segmentHeight(lanes.segments, segment.level);
    const baseline = top + height - tall + 17;
    // A low block's name stands beneath the lane's.
    const isBeside = baseline - top < LABEL_BOTTOM + 12;
    const { x, room } = nameSpan(paint, segment.start, segment.end, isBeside ? label : 0);
    if (room < NAME_LEAST || x > paint.width) continue;
    context.font = `600 12.5px ${look.sans}`;
    context.fillStyle = css(look.t1);
    const title = fitted(context, segment.title || 'Segment', room);
    context.fillText(title, x, baseline);
    const after = [segment.intensity, segment.bpm === null ? null : `${Math.round(segment.bpm)} bpm`];
    const facts = after.filter((fact) => fact !== null).join(' · ');
    const left = room - measured(context, title) - 10;
    const at = x + measured(context, title) + 10;
    if (facts === '' || title.endsWith('…')) continue;
    context.font = `11px ${look.sans}`;
    if (measured(context, facts) > left) continue;
    context.fillStyle = css(look.t2);
    context.fillText(facts, at, baseline);
  }
};

const paintTrackNames = (paint: Paint, label: number): void => {
  const { context, scene, lanes, look } = paint;
  for (const track of scene.tracks) {
    const { x, room } = nameSpan(paint, track.start, track.end, label);
    if (room < NAME_LEAST || x > paint.width) continue;
    const baseline = lanes.music.top + 17;
    const gain = track.gainDb === 0 ? '' : ` ${track.gainDb > 0 ? '+' : '−'}${Math.abs(track.gainDb).toFixed(1)} dB`;
    context.font = `500 12px ${look.sans}`;
    const name = fitted(context, track.name + gain, Math.min(room, 320));
    if (name === '') continue;
    context.fillStyle = css(look.bg0, 0.72);
    context.fillRect(x - 5, lanes.music.top + 4, measured(context, name) + 10, 18);
    context.fillStyle = css(track.selected ? look.t1 : look.t2);
    context.fillText(name, x, baseline);
  }
};

/** The words of a cue that began before what is seen and goes on in it: at the left edge, where its own are out of sight. */
const paintWordsOfLong = (paint: Paint): void => {
  const { context, scene, lanes, look } = paint;
  for (const [row, cues] of scene.rows.entries()) {
    const cue = cues[lastBefore(cues, paint.firstFrame, ({ start }) => start)];
    if (!cue) continue;
    context.font = wordsFont(look, cue);
    const room = xIn(paint, cue.end) - 2 * GAP;
    const own = xIn(paint, cue.start) + measured(context, cue.text.trim());
    if (room < NAME_LEAST || own > 0) continue;
    context.fillStyle = wordsColour(look, cue);
    context.fillText(fitted(context, cue.text.trim(), Math.min(room, 420)), GAP, cueRow(lanes, row).words.top + 12);
  }
};

/** Where the mix ends: what lies behind it is not heard. */
const paintEnd = (paint: Paint): void => {
  const { context, scene, lanes, look, width } = paint;
  const x = Math.max(0, crisp(paint, xIn(paint, scene.end)));
  if (scene.end === 0 || x >= width) return;
  const top = lanes.ruler.height;
  const height = lanes.cues.top + lanes.cues.height - top;
  context.fillStyle = css(look.bg1, 0.55);
  context.fillRect(x, top, width - x, height);
  context.fillStyle = css(look.t3);
  context.fillRect(x, 0, hairline(paint), height + top);
};

const paintLoop = (paint: Paint, { start, end, on }: NonNullable<Over['loop']>): void => {
  const { context, lanes, look, width } = paint;
  const left = crisp(paint, xIn(paint, start));
  const right = crisp(paint, xIn(paint, end));
  if (right < 0 || left > width) return;
  const { height } = lanes.ruler;
  const bottom = lanes.cues.top + lanes.cues.height;
  context.fillStyle = css(look.select, on ? 0.3 : 0.14);
  context.fillRect(left, 0, Math.max(1, right - left), height - hairline(paint));
  context.fillStyle = css(look.select, on ? 0.07 : 0.03);
  context.fillRect(left, height, right - left, bottom - height);
  context.fillStyle = css(look.select, on ? 1 : 0.5);
  for (const x of [left, right - 2]) context.fillRect(x, 0, 2, height);
  context.fillStyle = css(look.select, on ? 0.55 : 0.25);
  for (const x of [left, right - hairline(paint)]) context.fillRect(x, height, hairline(paint), bottom - height);
};
