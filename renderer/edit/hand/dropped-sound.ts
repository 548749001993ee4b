import { ID_PATTERN, toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';
import { tellFailure } from '../../state/toasts.ts';
import { fileName } from '../../ui/figures.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import type { Hit } from '../timeline/hit-test.ts';
import type { TimelineGhost } from '../timeline/timeline-ghost.ts';
import { announce } from './announcer.tsx';
import { addCue } from './cue-commands.ts';
import { asFrame } from './edit-times.ts';
import type { Step } from './hand-step.ts';
import type { HandView } from './hand-view.ts';
import { perform, viewNow } from './perform.ts';

/** A file's name without its ending: what a cue or take from it is called. */
const nameOf = (path: string): string => fileName(path).replace(/\.[A-Za-z0-9]{1,5}$/, '') || 'Recording';

/** An id that a track of this file can have; the studio adds a number where it is taken. */
export const trackIdOf = (path: string): string => {
  const id = nameOf(path)
    .toLowerCase()
    .replaceAll(/[^a-z0-9._-]+/g, '-')
    .replaceAll(/^[-.]+|[-.]+$/g, '')
    .slice(0, 60);
  return ID_PATTERN.test(id) ? id : 'track';
};

/** Before which track of the sequence something lands that is dropped at a frame: the one whose first half it is over. */
export const trackPlaceAt = ({ workout, music }: Pick<HandView, 'workout' | 'music'>, frame: number): number => {
  const over = music.spans.find(({ at, length }) => frame < at + length / 2);
  return over ? workout.tracks.findIndex(({ id }) => id === over.track.id) : workout.tracks.length;
};

/** What a drop there would do; null: nothing. */
export const dropGhost = (view: HandView, hit: Hit): TimelineGhost['drop'] => {
  if (hit.lane === 'music') {
    const before = view.workout.tracks[trackPlaceAt(view, hit.frame)];
    const span = view.music.spans.find(({ track }) => track.id === before?.id);
    const last = view.music.spans.at(-1);
    const frame = span?.at ?? (last ? last.at + last.length : 0);
    return { kind: 'track', frame, length: 0, label: before ? 'New track here' : 'New track at the end' };
  }
  if (hit.lane !== 'cues') return null;
  const cue = view.workout.cues.find(({ id }) => id === hit.id);
  if (!cue) return { kind: 'cue', frame: hit.frame, length: 0, label: 'New cue with this recording' };
  return { kind: 'take', frame: cue.at, length: 0, label: `Take of “${cue.text.slice(0, 40)}”` };
};

/** Takes sounds in where they were dropped: as tracks, as a take of the cue there, or as a new cue. */
export const takeSounds = async (paths: readonly string[], hit: Hit): Promise<void> => {
  const view = viewNow();
  if (!view || paths.length === 0) return;
  if (hit.lane === 'music') {
    const tracks = paths.map((path) => ({ id: trackIdOf(path), file: path }));
    const touched = await edit([{ op: 'tracks.add', tracks, index: trackPlaceAt(view, hit.frame) }]);
    if (touched?.[0] !== undefined) select({ track: touched[0] });
    if (touched) announce(`${tracks.length === 1 ? 'Track' : `${tracks.length} tracks`} added`);
    return;
  }
  const file = paths[0]!;
  const words = nameOf(file).replaceAll(/[-_]+/g, ' ');
  // The cue and its take are undone together.
  const merge = hit.id === undefined ? `drop ${hit.frame} ${file}`.slice(0, 200) : null;
  const addNamed = (now: HandView): Step | null => {
    const added = addCue(now, asFrame(hit.frame), words);
    return added && { ...added, merge };
  };
  if (hit.id === undefined && !(await perform(addNamed))) return;
  const { path, selection, workout, variant } = useEditor.getState();
  const cue = hit.id ?? selection.lead;
  if (path === null || cue === null) return;
  // Whose voice it is, is not told by a file: it serves the coach that is heard, or every coach.
  const coach = workout?.variants.find(({ id }) => id === variant)?.coach ?? null;
  try {
    await ask('edit.addTake', { path, cue, coach, file, name: nameOf(file), merge });
    select({ cues: [cue] });
    announce('Take added');
  } catch (error) {
    tellFailure('The recording was not taken in', toFailure(error).message);
  }
};
