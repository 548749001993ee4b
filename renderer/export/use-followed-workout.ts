import { useEffect } from 'react';
import { useNavigation } from '../state/navigation.ts';
import { useExports } from './export-store.ts';
import { NOTHING, only, present } from './matrix/choosing.ts';
import { keyOf, type Sheet } from './matrix/sheet.ts';

/** Keeps what is chosen on the sheet: it goes with what left it, and begins with the workout that the other rooms show. */
export const useFollowedWorkout = (sheet: Sheet): void => {
  const { workout, variant } = useNavigation();
  const choice = useExports((state) => state.choice);
  useEffect(() => {
    const there = present(sheet, choice);
    const isFollowed = workout === null || (there.focus !== null && there.focus.split('\n')[0] === workout);
    if (isFollowed) {
      if (there !== choice) useExports.setState({ choice: there });
      return;
    }
    const row = sheet.rows.find((each) => each.workout.path === workout);
    const cell = row?.cells.find((each) => each !== null && each.key === keyOf(workout, variant ?? ''));
    const next = row ? only(sheet, cell?.key ?? row.workout.path) : there;
    if (row || next !== choice) useExports.setState({ choice: row ? next : next.focus === null ? NOTHING : next });
  }, [sheet, choice, workout, variant]);
};
