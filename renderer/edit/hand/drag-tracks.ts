import { type Frames, frames, type MusicTrack, type TrackSpan } from '../../../src/model/index.ts';
import { gainAtY } from '../timeline/lanes.ts';
import type { TimelineGhost } from '../timeline/timeline-ghost.ts';
import { between, type Drag, type DragOutcome, type DragStart, dragDistance, secondsText } from './drag.ts';
import { toMs, wholeMs } from './edit-times.ts';
import { type Step, step } from './hand-step.ts';
import type { HandView } from './hand-view.ts';

/** The least that is played of a track. Frames: half a second. */
const LEAST = 24_000;
const NOTHING: DragOutcome = { ghost: {}, step: null };

const spanOf = ({ music }: HandView, { hit }: DragStart): TrackSpan | undefined =>
  music.spans.find(({ track }) => track.id === hit.id);

type Fields = NonNullable<TimelineGhost['tracks']> extends ReadonlyMap<string, infer Of> ? Of : never;

const outcome = (
  id: string,
  fields: Fields,
  { frame, text, made, line = null }: { frame: number; text: string; made: Step | null; line?: TimelineGhost['snap'] },
): DragOutcome => ({ ghost: { tracks: new Map([[id, fields]]), snap: line, pointer: { frame, text } }, step: made });

const changed = (said: string, id: string, change: Record<string, number | null>): Step =>
  step(said, [{ op: 'tracks.change', id, change }]);

const fileLength = (view: HandView, track: MusicTrack): number => view.music.facts.get(track.file)?.length ?? 0;

/** Where playing begins in the file: to the right cuts, to the left brings back. The track begins where it began. */
export const trimStart: Drag = (start, now, world) => {
  const found = spanOf(world.view, start);
  if (!found) return NOTHING;
  const { track, at, from, length } = found;
  const { distance } = dragDistance(start, now, world, at);
  const by = between(distance, -from, Math.max(0, length - LEAST));
  const trim = frames(from + by);
  const text = `starts ${secondsText(trim)} in`;
  const made = by === 0 ? null : changed(`Track ${text}`, track.id, { trim_start_ms: trim === 0 ? null : toMs(trim) });
  return outcome(track.id, { trimStart: trim }, { frame: at, text, made });
};

/** Where playing ends in the file; at its very end nothing is trimmed. */
export const trimEnd: Drag = (start, now, world) => {
  const found = spanOf(world.view, start);
  if (!found) return NOTHING;
  const { track, at, from, length } = found;
  const whole = fileLength(world.view, track);
  const { distance, snap } = dragDistance(start, now, world, at + length);
  const by = between(distance, Math.min(0, LEAST - length), whole - from - length);
  const trim = frames(from + length + by);
  const text = trim === whole ? 'to its end' : `${secondsText(length + by)} · ${secondsText(whole - trim)} cut`;
  const made =
    by === 0 ? null : changed(`Track plays ${text}`, track.id, { trim_end_ms: trim === whole ? null : toMs(trim) });
  const line = snap && by === distance ? { frame: snap.frame, name: snap.name } : null;
  return outcome(track.id, { trimEnd: trim }, { frame: at + length + by, text, made, line });
};

/** Longest fade that the file may say. Frames: ten minutes. */
const LONGEST_FADE = 600 * 48_000;

const fade =
  (which: 'fadeIn' | 'fadeOut'): Drag =>
  (start, now, world) => {
    const found = spanOf(world.view, start);
    if (!found) return NOTHING;
    const { track, at, length } = found;
    const old = found[which].length;
    const isIn = which === 'fadeIn';
    const { distance } = dragDistance(start, now, world, isIn ? at + old : at + length - old);
    const other = isIn ? found.fadeOut.length : found.fadeIn.length;
    const made = between(old + (isIn ? distance : -distance), 0, Math.min(LONGEST_FADE, length - other));
    const size = frames(made);
    const said = `${isIn ? 'Fade-in' : 'Fade-out'} ${secondsText(size)}`;
    const field = isIn ? 'fade_in_ms' : 'fade_out_ms';
    return outcome(
      track.id,
      { [which]: { ...track[which], length: size } },
      {
        frame: isIn ? at + size : at + length - size,
        text: said,
        made: size === old ? null : changed(said, track.id, { [field]: size === 0 ? null : toMs(size) }),
      },
    );
  };
export const fadeIn: Drag = fade('fadeIn');
export const fadeOut: Drag = fade('fadeOut');

/** How long a track sounds together with the one before it: to the left is longer. */
export const crossfade: Drag = (start, now, world) => {
  const { spans } = world.view.music;
  const index = spans.findIndex(({ track }) => track.id === start.hit.id);
  const [before, found] = [spans[index - 1], spans[index]];
  if (!before || !found) return NOTHING;
  const { track } = found;
  const old = before.at + before.length - found.at;
  const distance = wholeMs(now.frame - start.at.frame);
  const most = Math.min(LONGEST_FADE, Math.floor(Math.min(before.length, found.length) / 2));
  const length: Frames = frames(between(old - distance, 0, most));
  const said = length === 0 ? 'Join without a crossfade' : `Crossfade ${secondsText(length)}`;
  return outcome(
    track.id,
    { crossfade: { ...track.crossfade, length } },
    {
      frame: before.at + before.length - length,
      text: said,
      made: length === old ? null : changed(said, track.id, { crossfade_ms: length === 0 ? null : toMs(length) }),
    },
  );
};

/** Louder or softer, by its line: in halves of a decibel, with Alt in tenths. */
export const dragGain: Drag = (start, now, { view }) => {
  const found = spanOf(view, start);
  if (!found) return NOTHING;
  const { track } = found;
  const { music } = start.picture.lanes;
  const by = gainAtY(music, now.y) - gainAtY(music, start.at.y);
  const grain = now.alt ? 10 : 2;
  const gain = between(Math.round((track.gain + by) * grain) / grain, -60, 12) as MusicTrack['gain'];
  const text = `${gain < 0 ? '−' : '+'}${Math.abs(gain).toFixed(1)} dB`;
  const made =
    by === 0 || gain === track.gain
      ? null
      : changed(`Track at ${text}`, track.id, { gain_db: gain === 0 ? null : gain });
  return outcome(track.id, { gain: by === 0 ? track.gain : gain }, { frame: now.frame, text, made });
};

/** Another place in the sequence: past the middle of a neighbour. */
export const dragTrack: Drag = (start, now, { view }) => {
  const { spans } = view.music;
  const found = spanOf(view, start);
  const order = view.workout.tracks.map(({ id }) => id);
  if (!found || spans.length < 2) return NOTHING;
  const middle = found.at + found.length / 2 + now.frame - start.at.frame;
  const behind = spans.filter((other) => other !== found && other.at + other.length / 2 < middle);
  // Tracks without a length yet have no place on the timeline: they stay behind the one they follow.
  const rest = order.filter((id) => id !== found.track.id);
  const last = behind.at(-1)?.track.id;
  const place = last === undefined ? 0 : rest.indexOf(last) + 1;
  const next = [...rest.slice(0, place), found.track.id, ...rest.slice(place)];
  const same = next.every((id, index) => id === order[index]);
  return {
    ghost: {
      order: next,
      pointer: { frame: now.frame, text: same ? 'as before' : `track ${place + 1} of ${order.length}` },
    },
    step: same ? null : step(`Track is number ${place + 1}`, [{ op: 'tracks.order', ids: next }]),
  };
};
