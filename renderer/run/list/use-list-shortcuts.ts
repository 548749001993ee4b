import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { auditionCue, canAudition } from '../inspector/audition.ts';
import { useRun } from '../run-store.ts';
import { chooseSounds } from './add-sounds.ts';
import {
  addControl,
  addGroup,
  addMemo,
  addPlaceholder,
  duplicateChosen,
  groupChosen,
  moveChosen,
  removeChosen,
  ungroupChosen,
} from './list-commands.ts';
import { chooseAll, useList } from './list-store.ts';

/** What the keys do with the list in Edit mode; looking at cues goes on in Show mode. */
export const useListShortcuts = (editable: boolean): void => {
  const some = useRun(({ selection }) => selection.size > 0);
  const lead = useRun((state) => state.lead);
  const groups = useRun(({ selection, steps }) =>
    steps.some(({ cue }) => cue.action.kind === 'group' && selection.has(cue.id)),
  );
  const acts = editable && some;
  useShortcut('run.addSound', () => void chooseSounds(), editable);
  useShortcut('run.addGroup', () => void addGroup(), editable);
  useShortcut('run.addFade', () => void addControl('fade'), editable);
  useShortcut('run.addStop', () => void addControl('stop'), editable);
  useShortcut('run.addPause', () => void addControl('pause'), editable);
  useShortcut('run.addJump', () => void addControl('jump'), editable);
  useShortcut('run.addMemo', () => void addMemo(), editable);
  useShortcut('run.addPlaceholder', () => void addPlaceholder(), editable);
  useShortcut('run.rename', () => useList.setState({ renaming: lead }), editable && lead !== null);
  useShortcut('run.duplicate', () => void duplicateChosen(), acts);
  useShortcut('run.delete', () => void removeChosen(), acts);
  useShortcut('run.group', () => void groupChosen(), acts);
  useShortcut('run.ungroup', () => void ungroupChosen(), editable && groups);
  useShortcut('run.moveUp', () => void moveChosen(-1), acts);
  useShortcut('run.moveDown', () => void moveChosen(1), acts);
  useShortcut('run.selectAll', chooseAll);
  useShortcut('run.audition', () => lead !== null && auditionCue(lead), lead !== null && canAudition(lead));
};
