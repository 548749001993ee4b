import type { Material } from '../../../src/contract/index.ts';
import {
  decibels,
  type Frames,
  frames,
  gridRegions,
  layOutTracks,
  seconds,
  takesCue,
  toFrames,
  toLinear,
  type VoiceCue,
  type Workout,
} from '../../../src/model/index.ts';
import { type EditorState, type Selection, useEditor } from '../edit-store.ts';
import { musicGridOf } from '../music-grid.ts';
import { collisions, seatCues } from './cue-rows.ts';
import { copiedFrom, ghosted, segmentSpan } from './ghosted-workout.ts';
import { coachOf, type HeardPlan, heardPlan, planHeard, readyTracks } from './heard-plan.ts';
import type {
  IntensityLevel,
  Scene,
  SceneCue,
  SceneMarker,
  SceneSegment,
  SceneTrack,
  UnplacedTrack,
} from './scene-types.ts';
import { type TimelineGhost, useTimelineGhost } from './timeline-ghost.ts';

export * from './scene-types.ts';

const EMPTY: Scene = {
  ...{
    length: 0,
    end: 0,
    segments: [],
    tracks: [],
    unplaced: [],
    regions: [],
    cues: [],
    rows: [[]],
    markers: [],
    ducking: [],
  },
  hasMusic: false,
};
const LEVELS: Readonly<Record<string, IntensityLevel>> = { low: 0, medium: 1, high: 2, max: 3 };

export type SceneState = Pick<EditorState, 'workout' | 'material' | 'variant' | 'selection'>;

/** Everything there is to draw of an editor's state, a drag included. Pure; `currentScene` keeps the last one. */
export const makeScene = (
  { workout, material, variant, selection }: SceneState,
  ghost: TimelineGhost | null,
  heard: HeardPlan | null = null,
): Scene => {
  if (workout === null) return EMPTY;
  const shown = ghosted(workout, ghost);
  const plan = shown === workout && heard ? heard : planHeard(shown, material, variant);
  const tracks = sceneTracks(shown, material, selection);
  const cues = sceneCues(workout, shown, material, plan, selection, ghost);
  const segments = sceneSegments(workout, shown, selection, ghost);
  const rows: SceneCue[][] = Array.from({ length: Math.max(1, ...cues.map(({ row }) => row + 1)) }, () => []);
  for (const cue of cues) rows[cue.row].push(cue);
  const duration = workout.duration === null || tracks.length > 0 ? 0 : toFrames(workout.duration);
  const end = plan.plan.length;
  const ends = [end, duration, ...segments.map((each) => each.end), ...cues.map((each) => each.end)];
  return {
    ...{ length: Math.max(...ends), end, segments, tracks, cues, rows },
    unplaced: unplacedTracks(shown, material),
    regions: gridRegions(shown, musicGridOf(shown, material).facts),
    markers: sceneMarkers(shown, selection),
    ducking: plan.plan.ducking,
    hasMusic: plan.content !== 'coaching',
  };
};

const sceneSegments = (
  before: Workout,
  shown: Workout,
  selection: Selection,
  ghost: TimelineGhost | null,
): SceneSegment[] => {
  const old = new Map(before.segments.map((segment) => [segment.id, segmentSpan(segment)]));
  return shown.segments
    .map((segment) => ({
      ...{ id: segment.id, title: segment.title, ...segmentSpan(segment) },
      ...{ intensity: segment.intensity, level: levelOf(segment.intensity), bpm: segment.bpm },
      selected: selection.segment === segment.id,
      from: ghost?.segments?.has(segment.id) ? (old.get(segment.id) ?? null) : null,
    }))
    .sort((a, b) => a.start - b.start);
};

/** The level that a word of the workout means; null: none that is known. */
export const levelOf = (intensity: string | null): IntensityLevel | null =>
  LEVELS[intensity?.trim().toLowerCase() ?? ''] ?? null;

const sceneTracks = (shown: Workout, material: Material | null, selection: Selection): SceneTrack[] => {
  const known = new Map(material?.tracks.map((each) => [each.id, each]));
  const lengths = new Map([...readyTracks(material)].map(([id, { length }]) => [id, length]));
  const spans = layOutTracks(shown.tracks, lengths);
  return spans.map((span, index) => {
    const { track, at, length } = span;
    const found = known.get(track.id)!;
    const before = spans[index - 1];
    const shared = before ? Math.max(0, before.at + before.length - at) : 0;
    return {
      ...{ id: track.id, name: trackName(track.file), span, start: at, end: at + length },
      ...{ asset: found.asset, source: found.source, fileFrames: found.frames },
      ...{
        staging: toLinear(decibels(found.gain)),
        gain: toLinear(track.gain),
        gainDb: track.gain,
        gridIsOwn: track.grid !== null,
      },
      grid: track.grid ?? (found.grid && { ...found.grid, firstBeat: seconds(found.grid.firstBeat) }),
      crossfade: { ...track.crossfade, length: frames(shared) },
      selected: selection.track === track.id,
    };
  });
};

/** What a track is called: its file without folder and ending. */
export const trackName = (file: string): string => {
  const name = file.split(/[\\/]/).pop() || file;
  return name.replace(/\.[A-Za-z0-9]{1,5}$/, '') || name;
};

const unplacedTracks = (shown: Workout, material: Material | null): UnplacedTrack[] => {
  const known = new Map(material?.tracks.map((each) => [each.id, each]));
  return shown.tracks.flatMap(({ id, file }, index) => {
    const found = known.get(id);
    if (found && found.source !== null && found.frames > 0) return [];
    const state = found?.state ?? 'waiting';
    return [{ id, name: trackName(file), file, state, trouble: found?.trouble ?? null, index }];
  });
};

/** How long a line takes that was not spoken yet: 15 characters a second, half a second at least. */
export const guessSpeech = (text: string, speed: number): Frames =>
  toFrames(seconds(Math.max(0.5, text.trim().length / 15) / speed));

const sceneCues = (
  before: Workout,
  shown: Workout,
  material: Material | null,
  plan: HeardPlan,
  selection: Selection,
  ghost: TimelineGhost | null,
): SceneCue[] => {
  const coach = coachOf(before, plan.variant, plan.content);
  const failed = new Set(
    material?.takes.filter((take) => take.coach === coach && take.state === 'failed').map(({ cue }) => cue),
  );
  const takes = plan.takes;
  const old = new Map(before.cues.map((cue) => [cue.id, cue.at]));
  const taken = (cue: VoiceCue): boolean => plan.content !== 'music' && takesCue(plan.variant.cues, cue);
  const spoken = shown.cues
    .map((cue) => {
      const original = copiedFrom(cue.id);
      const take = takes.get(original ?? cue.id);
      const speech = take?.speech;
      const from = speech?.[0]?.start ?? 0;
      const length = take ? (speech?.at(-1)?.end ?? take.length) - from : guessSpeech(cue.text, cue.speed);
      const trimmed = ghost?.takes?.get(cue.id);
      const start = trimmed?.start ?? cue.at;
      const sourceStart = from + start - cue.at;
      return {
        ...{ cue, id: cue.id, original, take, start, sourceStart },
        ...{ end: trimmed?.end ?? cue.at + length, taken: taken(cue) },
      };
    })
    .sort((a, b) => a.start - b.start);
  // A drag moves nothing to another row: lanes do not jump under the pointer.
  const seats = seatCues(ghost ? seatedBefore(spoken, old) : spoken);
  const colliding = collisions(spoken);
  return spoken.map(({ cue, id, original, take, start, end, sourceStart, taken: isTaken }, index) => ({
    ...{ id: original ?? id, index, text: cue.text, start, end, sourceStart, taken: isTaken },
    state: take ? 'ready' : failed.has(id) ? 'failed' : 'waiting',
    source: take?.source ?? null,
    gain: toLinear(decibels((take?.gain ?? 0) + cue.gain + plan.variant.voiceLevel)),
    selected: original === null && selection.cues.has(id),
    lead: original === null && selection.lead === id,
    row: seats.get(original ?? id) ?? 0,
    collides: colliding.has(id),
    pastEnd: isTaken && plan.plan.beds.length > 0 && end > plan.plan.length,
    from: original === null && ghost?.cues?.has(id) ? (old.get(id) ?? null) : null,
    copy: original !== null,
  }));
};

/** Cues where they stood before a drag, copies left out. */
const seatedBefore = <T extends { id: string; original: string | null; start: number; end: number; taken: boolean }>(
  spoken: readonly T[],
  old: ReadonlyMap<string, number>,
): T[] =>
  spoken
    .filter(({ original }) => original === null)
    .map((each) => {
      const by = (old.get(each.id) ?? each.start) - each.start;
      return { ...each, start: each.start + by, end: each.end + by };
    });

const sceneMarkers = (shown: Workout, selection: Selection): SceneMarker[] =>
  shown.markers
    .map(({ id, name, at }) => ({ id, name, at: at as number, selected: selection.marker === id }))
    .sort((a, b) => a.at - b.at);

let last: { state: SceneState; ghost: TimelineGhost | null; scene: Scene } | null = null;

/** The scene of the editor as it is now: made anew only when something of it has changed, however often it is asked for. */
export const currentScene = (): Scene => {
  const state = useEditor.getState();
  const { ghost } = useTimelineGhost.getState();
  const known = last?.state;
  const same =
    known?.workout === state.workout &&
    known.material === state.material &&
    known.variant === state.variant &&
    known.selection === state.selection;
  if (last && same && movesSame(last.ghost, ghost)) return last.scene;
  last = { state, ghost, scene: makeScene(state, ghost, heardPlan(state)) };
  return last.scene;
};

/** What of a ghost moves things; a snap line, a time or a rectangle changes nothing of the scene. */
const MOVING = ['cues', 'copies', 'takes', 'segments', 'tracks', 'order', 'markers'] as const;
const movesSame = (a: TimelineGhost | null, b: TimelineGhost | null): boolean =>
  MOVING.every((field) => a?.[field] === b?.[field]);
