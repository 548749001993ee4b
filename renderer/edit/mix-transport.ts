import { create } from 'zustand';
import type { SoundRef } from '../../src/contract/index.ts';
import { type Frames, frames, seconds, toFrames, toSeconds } from '../../src/model/index.ts';
import { position, usePlayer } from '../player/index.ts';
import { useEditor } from './edit-store.ts';

/** A stretch of the workout that repeats, [start, end). `end` null: to the end. */
export interface MixLoop {
  readonly start: Frames;
  readonly end: Frames | null;
}

export interface MixTransportState {
  /** Where the mix would go on from while the player holds no sound or another one. */
  readonly parked: Frames;
  /** The stretch that was set, whether it repeats now or not; null: none. */
  readonly loop: MixLoop | null;
  readonly looping: boolean;
}

/** What Edit's transport remembers beside the player. */
export const useMixTransport = create<MixTransportState>()(() => ({ parked: frames(0), loop: null, looping: false }));

/** Before a cue, where it is played for its sound among the music. */
const RUN_UP = frames(96_000);
/** Where sound last began: Stop goes back there. */
let playedFrom: Frames = frames(0);
let lastHeard: Frames = frames(0);

/** The mix of the open workout as the variant that is heard has it; null: nothing is open. */
const mixOf = (): SoundRef | null => {
  const { path, variant, stage } = useEditor.getState();
  return path === null || stage !== 'open' ? null : { kind: 'mix', workout: path, variant };
};

/** Whether the player holds the mix of the workout that is open. */
export const holdsMix = ({ sound }: { sound: SoundRef | null }, path: string | null): boolean =>
  sound?.kind === 'mix' && sound.workout === path;
const holds = (): boolean => holdsMix(usePlayer.getState(), useEditor.getState().path);

/** True while the mix sounds, or is about to. A hook. */
export const useMixPlays = (): boolean => {
  const path = useEditor((editor) => editor.path);
  return usePlayer((player) => holdsMix(player, path) && (player.state === 'playing' || player.state === 'buffering'));
};
export const mixPlays = (): boolean => {
  const { state } = usePlayer.getState();
  return holds() && (state === 'playing' || state === 'buffering');
};

/** The frame of the workout that sounds now, or would if play were pressed. Cheap: read it in every animation frame. */
export const playhead = (): Frames => {
  if (!holds()) return useMixTransport.getState().parked;
  lastHeard = position();
  return lastHeard;
};

const loopSeconds = () => {
  const { loop, looping } = useMixTransport.getState();
  if (!looping) return null;
  return { start: toSeconds(loop?.start ?? frames(0)), end: loop?.end == null ? null : toSeconds(loop.end) };
};
const applyLoop = (): void => {
  if (holds()) usePlayer.getState().setLoop(loopSeconds());
};

/** Plays the mix from a frame. */
export const playMix = (from: Frames = playhead()): void => {
  const mix = mixOf();
  if (mix === null) return;
  playedFrom = from;
  usePlayer.getState().play(mix, { from: toSeconds(from), title: useEditor.getState().workout?.title ?? '' });
  applyLoop();
};

export const pauseMix = (): void => {
  if (holds()) usePlayer.getState().pause();
};

/** Plays what is paused and pauses what plays; whatever else sounds gives way. */
export const toggleMix = (): void => {
  const { state } = usePlayer.getState();
  if (mixPlays()) pauseMix();
  else if (holds() && state === 'paused') {
    playedFrom = playhead();
    usePlayer.getState().toggle();
  } else playMix(holds() && state === 'completed' ? (useMixTransport.getState().loop?.start ?? frames(0)) : playhead());
};

/** Puts the playhead somewhere; what sounds goes on from there. */
export const seekMix = (frame: number): void => {
  const at = frames(Math.max(0, Math.round(frame)));
  useMixTransport.setState({ parked: at });
  if (!holds()) return;
  playedFrom = at;
  usePlayer.getState().seek(toSeconds(at));
};

/** Pauses, and goes back to where sound last began. */
export const stopMix = (): void => {
  if (!holds()) return;
  const plays = mixPlays();
  pauseMix();
  if (plays) seekMix(playedFrom);
};

export const skipMix = (bySeconds: number): void => seekMix(playhead() + toFrames(seconds(bySeconds)));

/** Plays a cue with the music before it. */
export const playCueAt = (at: Frames): void => playMix(frames(Math.max(0, at - RUN_UP)));

/** A loop between two frames, on at once. One shorter than 100 ms is none. */
export const setMixLoop = (loop: MixLoop | null, looping: boolean = loop !== null): void => {
  useMixTransport.setState({ loop, looping });
  applyLoop();
};
export const toggleMixLoop = (): void => {
  const { loop, looping } = useMixTransport.getState();
  setMixLoop(loop, !looping);
};
/** The loop begins, or ends, here; its other end stays where that makes sense. */
export const loopFrom = (start: Frames): void => {
  const end = useMixTransport.getState().loop?.end ?? null;
  setMixLoop({ start, end: end !== null && end > start ? end : null });
};
export const loopTo = (end: Frames): void => {
  const start = useMixTransport.getState().loop?.start ?? frames(0);
  setMixLoop({ start: start < end ? start : frames(0), end });
};

/** Another variant is heard and drawn: at once, at the same place. */
export const hearVariant = (variant: string): void => {
  if (useEditor.getState().variant === variant) return;
  useEditor.setState({ variant });
  const mix = mixOf();
  if (mix !== null && holds()) usePlayer.getState().revise(mix);
};

/** Keeps the place when the player goes to another sound, and begins anew with another workout. For as long as the page lives. */
export const feedTransport = (): void => {
  usePlayer.subscribe((now, before) => {
    const { path } = useEditor.getState();
    if (holdsMix(now, path)) playhead();
    else if (holdsMix(before, path)) useMixTransport.setState({ parked: lastHeard });
  });
  useEditor.subscribe((now, before) => {
    // A .zwo that has become a workout file goes on where it was.
    if (now.path === before.path || now.stage === 'open') return;
    if (holdsMix(usePlayer.getState(), before.path)) usePlayer.getState().stop();
    useMixTransport.setState({ parked: frames(0), loop: null, looping: false });
  });
};
