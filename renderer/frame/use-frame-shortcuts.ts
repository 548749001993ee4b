import { useEffect } from 'react';
import { askForMusic, newWorkoutWith } from '../edit/music-choice.ts';
import { useLibrary } from '../library/library-store.ts';
import { invokeFromMenu } from '../shortcuts/from-menu.ts';
import { listenToKeys } from '../shortcuts/listen-to-keys.ts';
import { invoke } from '../shortcuts/registry.ts';
import type { ShortcutId } from '../shortcuts/shortcut-table.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { attempt } from '../state/ask.ts';
import { goTo, showJobs, showOver, useNavigation } from '../state/navigation.ts';
import { useStudio } from '../state/studio.ts';
import { openDemo, openWorkout } from '../state/workouts.ts';
import { takeDroppedFiles } from './take-dropped-files.ts';

/** Goes to the Library and does there what it was asked for: only the Library imports. */
const inLibrary = (id: ShortcutId, argument: string | null): void => {
  goTo('library');
  requestAnimationFrame(() => setTimeout(() => invoke(id, argument)));
};

/** A new workout: in Library with the sounds that are chosen there. */
const newWorkout = (): void => {
  const { ids } = useLibrary.getState().selection;
  if (useNavigation.getState().room === 'library' && ids.size > 0) void newWorkoutWith([...ids]);
  else askForMusic('new');
};

/** What works in every room. */
export const useFrameShortcuts = (): void => {
  const { undo, redo } = useStudio((state) => state.history);
  const elsewhere = useNavigation(({ room }) => room !== 'library');
  useShortcut('file.import', (argument) => inLibrary('file.import', argument), elsewhere);
  useShortcut('file.importFolder', (argument) => inLibrary('file.importFolder', argument), elsewhere);
  useEffect(() => listenToKeys(window), []);
  useEffect(() => takeDroppedFiles(window), []);
  useShortcut('go.library', () => goTo('library'));
  useShortcut('go.edit', () => goTo('edit'));
  useShortcut('go.run', () => goTo('run'));
  useShortcut('go.export', () => goTo('export'));
  useShortcut('go.settings', () => goTo('settings'));
  useShortcut('go.jobs', () => showJobs(!useNavigation.getState().jobsOpen));
  useShortcut('palette.open', () => showOver('palette'));
  useShortcut('help.open', () => showOver('help'));
  useShortcut('edit.undo', () => void attempt('Nothing was undone', 'history.undo', {}), undo !== null);
  useShortcut('edit.redo', () => void attempt('Nothing was redone', 'history.redo', {}), redo !== null);
  useShortcut('file.new', newWorkout);
  useShortcut('file.open', (path) => void openWorkout(path));
  useShortcut('file.openDemo', () => void openDemo());
  // Last: the menu, and the files the application was started with, are heard once there is who does what they say.
  const host = useStudio((state) => state.host);
  useEffect(() => host?.onMenu(invokeFromMenu), [host]);
};
