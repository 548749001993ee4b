import {
  type Anchor,
  type BeatGrid,
  fromFileStart,
  gridOf,
  type MusicFacts,
  type Workout,
} from '../../../src/model/index.ts';
import { levelText } from '../../ui/figures.ts';

/** A place in a grid as a person counts: `bar 579` on its first beat, `bar 579.3` on its third, `bar 579.3 +` behind it. */
export const barText = (grid: BeatGrid, beat: number): string => {
  const first = fromFileStart(grid);
  const whole = beat + ((grid.firstBeat - first.firstBeat) * grid.bpm) / 60;
  const near = Math.round(whole);
  const isOff = Math.abs(whole - near) > 0.02;
  const counted = isOff ? Math.floor(whole) : near;
  const bar = Math.floor(counted / grid.beatsPerBar) + 1;
  const inBar = counted - (bar - 1) * grid.beatsPerBar + 1;
  return `bar ${bar}${inBar > 1 || isOff ? `.${inBar}` : ''}${isOff ? ' +' : ''}`;
};

/** What a cue keeps its distance to, in few words: `bar 579`, `segment +3.2 s`, `free`. */
export const anchorText = (anchor: Anchor | null, workout: Workout, facts: MusicFacts): string => {
  if (anchor === null) return 'free';
  if (anchor.kind === 'segment') return `segment ${signed(anchor.offset)} s`;
  const track = workout.tracks.find(({ id }) => id === anchor.track);
  const grid = track ? gridOf(track, facts) : null;
  return grid === null ? `beat ${Math.round(anchor.beat)}` : barText(grid, anchor.beat);
};

const signed = (seconds: number): string => levelText(seconds, { signed: true });
