import { frames, type VoiceCue } from '../../../src/model/index.ts';
import { addCopies, moveCues } from './cue-commands.ts';
import { type Drag, type DragOutcome, type DragStart, dragDistance, secondsText, span } from './drag.ts';
import { asFrame, toMs, withinWorkout } from './edit-times.ts';
import { step } from './hand-step.ts';
import { chosenCues, type HandView } from './hand-view.ts';
import { placeText } from './place-text.ts';

/** Moves the selected cues with the one that is held; with Mod, copies of them. */
export const dragCues: Drag = (start, now, world): DragOutcome => {
  const { view } = world;
  const held = cueOf(view, start);
  const cues = chosenCues(view);
  if (!held || cues.length === 0) return { ghost: {}, step: null };
  const { distance, snap } = dragDistance(start, now, world, held.at);
  const by = withinWorkout(distance, cues[0]!.at, cues.at(-1)!.at);
  const place = asFrame(held.at + by);
  const pointer = { frame: place, text: placeText(view, place) };
  const line = snap && by === distance ? { frame: snap.frame, name: snap.name } : null;
  if (now.mod) {
    const copies = cues.map(({ id, at }) => ({ cue: id, at: asFrame(at + by) }));
    const made = by === 0 ? null : addCopies(view, cues, by, 'Copy', 'copied');
    return { ghost: { copies, snap: line, pointer: { ...pointer, text: `Copy to ${pointer.text}` } }, step: made };
  }
  const moved = new Map(cues.map(({ id, at }) => [id, asFrame(at + by)]));
  return { ghost: { cues: moved, snap: line, pointer }, step: moveCues(view, cues, by, { lead: held }) };
};

/** Slowest and fastest that a take is played. */
const [SLOWEST, FASTEST] = [0.5, 2];

/** Says a cue in another time, by its end: its pitch stays. */
export const stretchCue: Drag = (start, now, world): DragOutcome => {
  const { view } = world;
  const cue = cueOf(view, start);
  const drawn = start.picture.scene.cues.find(({ id, copy }) => id === start.hit.id && !copy);
  if (!cue || !drawn) return { ghost: {}, step: null };
  const length = drawn.end - drawn.start;
  const { distance, snap } = dragDistance(start, now, world, drawn.end);
  // In steps of a hundredth: what is said and what is written are the same.
  const wanted = (cue.speed * length) / Math.max(1, length + distance);
  const speed = Math.round(Math.min(FASTEST, Math.max(SLOWEST, wanted)) * 100) / 100;
  const made = (length * cue.speed) / speed;
  const end = drawn.start + made;
  const text = `${secondsText(made)} · ${speed.toFixed(2)}×`;
  const near =
    snap && Math.abs(end - snap.frame) < world.framesPerPixel ? { frame: snap.frame, name: snap.name } : null;
  return {
    ghost: {
      takes: new Map([[cue.id, span(drawn.start, end)]]),
      snap: near,
      pointer: { frame: Math.round(end), text },
    },
    step:
      speed === cue.speed
        ? null
        : step(`Said in ${secondsText(made)}, ${speed} times as fast`, [
            { op: 'cues.change', ids: [cue.id], change: { speed: speed === 1 ? null : speed } },
          ]),
  };
};

const cueOf = (view: HandView, { hit }: DragStart): VoiceCue | undefined =>
  view.workout.cues.find(({ id }) => id === hit.id);

/** Puts a marker elsewhere. */
export const dragMarker: Drag = (start, now, world): DragOutcome => {
  const { view } = world;
  const marker = view.workout.markers.find(({ id }) => id === start.hit.id);
  if (!marker) return { ghost: {}, step: null };
  const { distance, snap } = dragDistance(start, now, world, marker.at);
  const by = withinWorkout(distance, marker.at, marker.at);
  const place = frames(marker.at + by);
  return {
    ghost: {
      markers: new Map([[marker.id, place]]),
      snap: snap && by === distance ? { frame: snap.frame, name: snap.name } : null,
      pointer: { frame: place, text: placeText(view, place) },
    },
    step:
      by === 0
        ? null
        : step(`Marker moved to ${placeText(view, place)}`, [
            { op: 'markers.change', id: marker.id, change: { time_ms: toMs(place) } },
          ]),
  };
};
