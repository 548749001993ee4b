import { LocateFixed, Pause, Play, Repeat, SkipBack } from 'lucide-react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Toolbar } from '../ui/toolbar.tsx';
import styles from './edit-bar.module.css';
import { useEditor } from './edit-store.ts';
import { SnapMenu } from './hand/snap-menu.tsx';
import {
  loopFrom,
  loopTo,
  pauseMix,
  playCueAt,
  playhead,
  seekMix,
  skipMix,
  stopMix,
  toggleMix,
  toggleMixLoop,
  useMixPlays,
  useMixTransport,
} from './mix-transport.ts';
import { musicGrid, stepOnGrid, workoutLength } from './music-grid.ts';
import { reveal, setFollow, useTimelineView } from './timeline/timeline-view.ts';

/** Seconds that one press of back or forward goes. */
const SKIP = 5;
/** Frames a step of the playhead is where it is to be fine: 100 ms. */
const FINE = 4800;
/** Puts the playhead somewhere and looks there. */
const goToFrame = (frame: number): void => {
  seekMix(frame);
  reveal(playhead());
};
const stepBy = (by: -1 | 1, unit: 'beat' | 'bar'): void => goToFrame(stepOnGrid(musicGrid(), playhead(), by, unit));

/** The keys of the transport; in Edit they mean the mix, whatever the player holds. */
const useMixKeys = (): void => {
  useShortcut('play.toggle', toggleMix, true, true);
  useShortcut('play.stop', stopMix, true, true);
  useShortcut('play.start', () => goToFrame(0), true, true);
  useShortcut('play.back', () => skipMix(-SKIP), true, true);
  useShortcut('play.forward', () => skipMix(SKIP), true, true);
  useShortcut('play.loop', toggleMixLoop, true, true);
  useShortcut('edit.pause', pauseMix);
  useShortcut('edit.playCue', () => {
    const { workout, selection } = useEditor.getState();
    const lead = workout?.cues.find(({ id }) => id === selection.lead);
    if (lead) playCueAt(lead.at);
  });
  useShortcut('edit.loop.in', () => loopFrom(playhead()));
  useShortcut('edit.loop.out', () => loopTo(playhead()));
  useShortcut('edit.playhead.left', () => stepBy(-1, 'beat'));
  useShortcut('edit.playhead.right', () => stepBy(1, 'beat'));
  useShortcut('edit.playhead.barLeft', () => stepBy(-1, 'bar'));
  useShortcut('edit.playhead.barRight', () => stepBy(1, 'bar'));
  useShortcut('edit.playhead.fineLeft', () => goToFrame(playhead() - FINE));
  useShortcut('edit.playhead.fineRight', () => goToFrame(playhead() + FINE));
  useShortcut('edit.playhead.end', () => {
    const { workout } = useEditor.getState();
    if (workout) goToFrame(workoutLength(workout, musicGrid()));
  });
  useShortcut('edit.follow', () => setFollow(!useTimelineView.getState().follow));
};

/** To the start, play, loop, follow. */
export const MixControls = () => {
  useMixKeys();
  const plays = useMixPlays();
  const looping = useMixTransport((state) => state.looping);
  const follow = useTimelineView((view) => view.follow);
  return (
    <Toolbar aria-label="Transport" className={styles.transport}>
      <IconButton icon={SkipBack} label="Back to the start" shortcut="play.start" onClick={() => goToFrame(0)} />
      <IconButton
        icon={plays ? Pause : Play}
        label={plays ? 'Pause' : 'Play'}
        shortcut="play.toggle"
        className={classNames(styles.play, plays && styles.playing)}
        onClick={toggleMix}
      />
      <IconButton icon={Repeat} label="Loop" shortcut="play.loop" aria-pressed={looping} onClick={toggleMixLoop} />
      <IconButton
        icon={LocateFixed}
        label="Follow the playhead"
        shortcut="edit.follow"
        aria-pressed={follow}
        onClick={() => setFollow(!follow)}
      />
      <SnapMenu />
    </Toolbar>
  );
};
