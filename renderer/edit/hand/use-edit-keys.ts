import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { NOTHING_SELECTED, useEditor } from '../edit-store.ts';
import { mixPlays, playhead, seekMix, setMixLoop } from '../mix-transport.ts';
import { reveal, showRange, showWhole, timelineView, xOf, zoomBy } from '../timeline/timeline-view.ts';
import { announce } from './announcer.tsx';
import { addMarker, addSegment, splitSegment } from './block-commands.ts';
import {
  anchorCues,
  changeGain,
  duplicate,
  duplicateToSegments,
  moveToPlayhead,
  nudge,
  quantise,
  removeSelected,
  splitAtPlayhead,
} from './cue-commands.ts';
import { useHandSettings } from './hand-settings.ts';
import type { Step } from './hand-step.ts';
import { chosenCues, type HandView } from './hand-view.ts';
import type { NudgeUnit } from './musical-steps.ts';
import { perform, viewNow } from './perform.ts';
import { placeText } from './place-text.ts';
import { chosenStretch, nextPlace } from './places.ts';
import { chooseAllCues, stepCue } from './select-keys.ts';
import { snapTap } from './snap-tap.ts';
import { write } from './word-field-store.ts';

/** Does a step where it has something to do. False: the key is free for others. */
const tryStep = (make: (view: HandView) => Step | null): boolean => {
  const view = viewNow();
  if (!view) return false;
  // Asked now, so that the key goes on to others where there is nothing to do; reckoned again when its turn comes.
  if (make(view) === null) return false;
  void perform(make, view.playhead);
  return true;
};

/** Opens the field for a cue where the sound is now: it goes on while one writes. */
export const addCueAtPlayhead = (): boolean => {
  const view = viewNow();
  if (!view) return false;
  write({ of: 'new-cue', at: snapTap(view, view.playhead) });
  return true;
};

/** Opens the field for what is selected: words of the lead cue, name of a segment or marker. */
export const writeSelected = (): boolean => {
  const { lead, segment, marker } = useEditor.getState().selection;
  if (lead !== null) write({ of: 'cue', id: lead });
  else if (segment !== null) write({ of: 'segment', id: segment });
  else if (marker !== null) write({ of: 'marker', id: marker });
  else return false;
  return true;
};

const selectNone = (): boolean => {
  const { selection } = useEditor.getState();
  if (selection.cues.size === 0 && !selection.segment && !selection.track && !selection.marker) return false;
  useEditor.setState({ selection: NOTHING_SELECTED });
  announce('Nothing selected');
  return true;
};

const loopSelection = (): boolean => {
  const view = viewNow();
  const stretch = view && chosenStretch(view);
  if (!stretch) return false;
  setMixLoop(stretch);
  announce('The selection repeats');
  return true;
};

/** One press of a key makes everything this much larger or smaller. */
const ZOOM = 1.5;

/** Around the playhead where it is in sight, else around the middle. */
const zoomAtPlayhead = (factor: number): void => {
  const view = timelineView();
  const x = xOf(view, playhead());
  zoomBy(factor, x >= 0 && x <= view.width ? x : undefined);
};

const zoomToSelection = (): boolean => {
  const view = viewNow();
  const stretch = view && chosenStretch(view);
  if (stretch) showRange(stretch.start, stretch.end);
  return Boolean(stretch);
};

/** Goes to the nearest segment or marker in a direction. */
const goToPlace = (direction: 1 | -1): boolean => {
  const view = viewNow();
  if (!view) return false;
  const playing = mixPlays();
  const found = (['segment', 'marker'] as const).flatMap((kind) => nextPlace(view, kind, direction, { playing }) ?? []);
  const [place] = found.sort((a, b) => direction * (a.at - b.at));
  if (!place) return false;
  seekMix(place.at);
  reveal(place.at);
  announce(`${place.name}, ${placeText(view, place.at)}`);
  return true;
};

/** What the keys of Edit do to cues, segments and markers. `enabled`: while a workout is open. */
export const useEditKeys = (enabled = true): void => {
  const useStep = (id: Parameters<typeof useShortcut>[0], make: (view: HandView) => Step | null): void =>
    useShortcut(id, () => tryStep(make), enabled);
  const useNudge = (id: Parameters<typeof useShortcut>[0], unit: NudgeUnit, count: 1 | -1): void =>
    useStep(id, (view) => nudge(view, unit, count));

  useNudge('edit.nudge.left', 'beat', -1);
  useNudge('edit.nudge.right', 'beat', 1);
  useNudge('edit.nudge.barLeft', 'bar', -1);
  useNudge('edit.nudge.barRight', 'bar', 1);
  useNudge('edit.nudge.fineLeft', 'tenth', -1);
  useNudge('edit.nudge.fineRight', 'tenth', 1);
  useNudge('edit.nudge.finestLeft', 'fine', -1);
  useNudge('edit.nudge.finestRight', 'fine', 1);

  useShortcut('edit.cue.add', addCueAtPlayhead, enabled);
  useShortcut('edit.cue.editText', writeSelected, enabled);
  useStep('edit.cue.split', splitAtPlayhead);
  useStep('edit.cue.toPlayhead', moveToPlayhead);
  useStep('edit.cue.quantise', quantise);
  useStep('edit.cue.anchor', (view) => anchorCues(view, isAnchored(view, 'beat') ? null : 'beat'));
  useStep('edit.cue.anchorSegment', (view) => anchorCues(view, isAnchored(view, 'segment') ? null : 'segment'));
  useStep('edit.cue.louder', (view) => changeGain(view, 0.5));
  useStep('edit.cue.quieter', (view) => changeGain(view, -0.5));
  useStep('edit.remove', (view) => removeSelected(view, useHandSettings.getState().ripple));
  useStep('edit.duplicate', duplicate);
  useStep('edit.duplicateToSegments', duplicateToSegments);

  useShortcut('edit.cue.next', () => stepCue(1), enabled);
  useShortcut('edit.cue.previous', () => stepCue(-1), enabled);
  useShortcut('edit.cue.tab', () => stepCue(1), enabled);
  useShortcut('edit.cue.tabBack', () => stepCue(-1), enabled);
  useShortcut('edit.cue.extendNext', () => stepCue(1, true), enabled);
  useShortcut('edit.cue.extendPrevious', () => stepCue(-1, true), enabled);
  useShortcut('edit.selectAll', chooseAllCues, enabled);
  useShortcut('edit.selectNone', selectNone, enabled);

  useStep('edit.marker.add', (view) => addMarker(view, view.playhead));
  useStep('edit.segment.add', (view) => addSegment(view, view.playhead));
  useStep('edit.segment.split', (view) => splitSegment(view, view.playhead));
  useShortcut('edit.zoom.in', () => zoomAtPlayhead(1 / ZOOM), enabled);
  useShortcut('edit.zoom.out', () => zoomAtPlayhead(ZOOM), enabled);
  useShortcut('edit.zoom.fit', showWhole, enabled);
  useShortcut('edit.zoom.selection', zoomToSelection, enabled);
  useShortcut('edit.loop.selection', loopSelection, enabled);
  useShortcut('edit.playhead.previousPlace', () => goToPlace(-1), enabled);
  useShortcut('edit.playhead.nextPlace', () => goToPlace(1), enabled);
};

const isAnchored = (view: HandView, to: 'beat' | 'segment'): boolean =>
  chosenCues(view).every(({ anchor }) => anchor?.kind === to);
