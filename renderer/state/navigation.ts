import { create } from 'zustand';
import { readKept, writeKept } from './kept.ts';

export const ROOMS = ['library', 'edit', 'run', 'export', 'settings'] as const;
export type Room = (typeof ROOMS)[number];

export interface NavigationState {
  readonly room: Room;
  readonly jobsOpen: boolean;
  /** The one window over the room; null: none. */
  readonly over: 'palette' | 'help' | 'open-workout' | 'music' | null;
  /** Path of the workout that Edit and Export show, and the id of its variant that Export shows. */
  readonly workout: string | null;
  readonly variant: string | null;
}

const kept = readKept('room');

/** Where the user is. The room is remembered. */
export const useNavigation = create<NavigationState>()(() => ({
  room: ROOMS.find((room) => room === kept) ?? 'library',
  jobsOpen: false,
  over: null,
  workout: readKept('workout'),
  variant: readKept('variant') || null,
}));

export const goTo = (room: Room): void => {
  writeKept('room', room);
  useNavigation.setState({ room, over: null });
};

/** Chooses a workout and perhaps one of its variants; Edit and Export show it. */
export const chooseWorkout = (workout: string, variant: string | null = null): void => {
  writeKept('workout', workout);
  writeKept('variant', variant ?? '');
  useNavigation.setState({ workout, variant });
};

export const showOver = (over: NavigationState['over']): void => useNavigation.setState({ over });
export const showJobs = (jobsOpen: boolean): void => useNavigation.setState({ jobsOpen });
