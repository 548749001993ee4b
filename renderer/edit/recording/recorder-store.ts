import { create } from 'zustand';
import { ENGINE_RATE, frames, toFailure } from '../../../src/model/index.ts';
import { usePlayer } from '../../player/index.ts';
import { readKept, writeKept } from '../../state/kept.ts';
import { tellFailure } from '../../state/toasts.ts';
import { useEditor } from '../edit-store.ts';
import { gridAt, musicGrid } from '../music-grid.ts';
import { type CountIn, countsLeft, countsOf, cutOut, median } from './count-in.ts';
import { click, playRecording } from './heard-here.ts';
import { keepTake } from './keep-take.ts';
import { roundTrip } from './latency.ts';
import {
  listMicrophones,
  type Microphone,
  type MicrophoneChoice,
  type MicrophoneTrouble,
  openMicrophone,
} from './microphone.ts';
import { musicLatency, musicPosition, musicTrouble, pauseMusic, playMusic } from './music-run.ts';
import { asHeard, type Recording } from './wav.ts';

/**
 * `asking`: the system asks the user for the microphone. `ready`: it is open and heard. `counting`, `recording`: of a
 * take. `review`: one is there, not kept yet. `keeping`: it goes to the studio. `kept`: it is a take of the cue.
 */
export type RecorderStage =
  | 'closed'
  | 'asking'
  | 'failed'
  | 'ready'
  | 'counting'
  | 'recording'
  | 'review'
  | 'keeping'
  | 'kept';

export interface RecorderState {
  readonly stage: RecorderStage;
  /** The cue that is recorded, and whose voice it is; null: every coach's. */
  readonly cue: string | null;
  readonly coach: string | null;
  /** Why it is `failed`, or why a take was not kept. */
  readonly trouble: { readonly kind: MicrophoneTrouble | 'upload' | 'music'; readonly message: string } | null;
  readonly microphones: readonly MicrophoneChoice[];
  /** The open one; null: none is. */
  readonly microphone: string | null;
  /** The music is heard from before the cue on. For headphones. */
  readonly withMusic: boolean;
  /** The count is heard, not only seen. */
  readonly clicks: boolean;
  /** The microphone is heard in the headphones. */
  readonly monitoring: boolean;
  /** Stops by itself where the take that is there now ends. */
  readonly punch: boolean;
  /** Counts still to come. */
  readonly counts: number;
  /** Length of what is recorded so far. */
  readonly seconds: number;
  /** Frames that reached the end of the scale in this take, and frames that were lost. */
  readonly clipped: number;
  readonly lost: number;
  readonly recording: Recording | null;
  /** What was cut off the beginning for the ways through the devices, seconds. */
  readonly latency: number;
  readonly listening: boolean;
  /** Id of the take that was kept. */
  readonly take: string | null;
}

const CLOSED: RecorderState = {
  ...{ stage: 'closed', cue: null, coach: null, trouble: null, microphones: [], microphone: null },
  ...{ withMusic: false, clicks: false, monitoring: false, punch: false, counts: 0, seconds: 0 },
  ...{ clipped: 0, lost: 0, recording: null, latency: 0, listening: false, take: null },
};

export const useRecorder = create<RecorderState>()(() => CLOSED);
const get = useRecorder.getState;
const set = useRecorder.setState;

/** What is kept before the cue's place, so that an early breath is not cut; and after a punch. Frames. */
const LEAD = 0.3 * ENGINE_RATE;
const TAIL = 0.4 * ENGINE_RATE;
/** A take ends by itself here: 5 minutes. */
const LONGEST = 300 * ENGINE_RATE;
const TICK_MS = 40;

/** The open microphone, and the take that runs. */
let open: Microphone | null = null;
let tick: ReturnType<typeof setInterval> | undefined;
let chunks: Float32Array[] = [];
let heard = 0;
let run: {
  count: CountIn;
  cueAt: number;
  music: boolean;
  guesses: number[];
  clippedBefore: number;
  lostBefore: number;
  clicked: number;
} | null = null;
/** Ends what is listened to. */
let playing: (() => void) | null = null;
let opening = 0;

/** What R and the Record button do: open the microphone for a cue, begin, stop, begin again. */
export const record = (cue: string, coach: string | null): void => {
  const { stage, cue: before } = get();
  if (stage === 'counting' || stage === 'recording') stopRecording();
  else if (stage === 'closed' || stage === 'failed') void openRecorder(cue, coach);
  else if (stage === 'review' && cue !== before)
    tellFailure('A take is not kept yet', 'Keep it, or close the recorder, before another cue is recorded.');
  // Another cue: its words are to be seen first.
  else if (cue !== before && (stage === 'ready' || stage === 'kept'))
    set({ stage: 'ready', cue, coach, recording: null, take: null, clipped: 0, lost: 0 });
  else if (stage === 'ready' || stage === 'review' || stage === 'kept') begin(cue, coach);
};

/** Opens the microphone for a cue. Asks the user for it where that is due. */
export const openRecorder = async (
  cue: string,
  coach: string | null,
  id: string | null = readKept('microphone'),
): Promise<void> => {
  const number = ++opening;
  await closeMicrophone();
  const { withMusic, clicks, punch } = get();
  set({ ...CLOSED, stage: 'asking', cue, coach, withMusic, clicks, punch });
  try {
    const opened = await openMicrophone(id);
    if (number !== opening) return void opened.close();
    open = opened;
    opened.onEnded(() => void lost('The microphone has gone.'));
    navigator.mediaDevices.addEventListener('devicechange', lookAtMicrophones);
    tick = setInterval(onTick, TICK_MS);
    set({ stage: 'ready', microphone: opened.id });
    await lookAtMicrophones();
  } catch (error) {
    const { message, details } = toFailure(error);
    const kind = (details?.trouble as MicrophoneTrouble | undefined) ?? 'other';
    if (number === opening) set({ stage: 'failed', trouble: { kind, message } });
  }
};

export const chooseMicrophone = (id: string): void => {
  const { cue, coach } = get();
  writeKept('microphone', id);
  if (cue !== null) void openRecorder(cue, coach, id);
};

export const setRecorder = (
  options: Partial<Pick<RecorderState, 'withMusic' | 'clicks' | 'punch' | 'monitoring'>>,
): void => {
  set(options);
  if (options.monitoring !== undefined) open?.monitor(options.monitoring);
};

const lookAtMicrophones = async (): Promise<void> => {
  const microphones = await listMicrophones();
  if (open) set({ microphones });
};

/** Lets the microphone go. What was not kept is gone. */
export const closeRecorder = (): void => {
  opening++;
  if (run?.music) pauseMusic();
  void closeMicrophone();
  const { withMusic, clicks, punch } = get();
  set({ ...CLOSED, withMusic, clicks, punch });
};

const closeMicrophone = async (): Promise<void> => {
  clearInterval(tick);
  navigator.mediaDevices?.removeEventListener('devicechange', lookAtMicrophones);
  const was = open;
  open = null;
  run = null;
  chunks = [];
  playing = null;
  await was?.close();
};

const lost = async (why: string): Promise<void> => {
  if (run?.music) pauseMusic();
  await closeMicrophone();
  set({ stage: 'failed', trouble: { kind: 'other', message: why } });
};

/** Counts in and records. */
const begin = (cue: string, coach: string | null): void => {
  const { workout } = useEditor.getState();
  const found = workout?.cues.find(({ id }) => id === cue);
  if (open === null || found === undefined) return;
  stopListening();
  const { withMusic } = get();
  const counted = countsOf(gridAt(musicGrid(), found.at)?.grid.bpm ?? null, ENGINE_RATE);
  const before = Math.min(found.at, counted.beat * counted.beats);
  const music = withMusic && playMusic(frames(found.at - before));
  open.take();
  chunks = [];
  heard = 0;
  const count = { ...counted, start: counted.beat * counted.beats };
  run = {
    ...{ count, cueAt: found.at, music, guesses: [], clicked: counted.beats + 1 },
    ...{ clippedBefore: open.clipped(), lostBefore: open.lost() },
  };
  set({
    ...{ stage: 'counting', cue, coach, recording: null, seconds: 0, clipped: 0, lost: 0, take: null, trouble: null },
    ...{ counts: counted.beats, latency: roundTrip({ ...musicLatency(), input: open.inputLatency }, music) },
  });
};

/** Ends what is recorded, or the count that leads to it. */
export const stopRecording = (): void => {
  const { stage, latency } = get();
  if (run === null || open === null) return;
  drain();
  if (run.music) pauseMusic();
  const start = run.count.start + Math.round(latency * ENGINE_RATE);
  const sound = cutOut(chunks, Math.max(0, start - LEAD), heard);
  chunks = [];
  run = null;
  if (stage !== 'recording' || sound.length === 0) set({ stage: 'ready', counts: 0 });
  else set({ stage: 'review', recording: asHeard(sound, ENGINE_RATE), seconds: sound.length / 2 / ENGINE_RATE });
};

const drain = (): void => {
  if (open === null) return;
  const chunk = open.take();
  if (run === null) return;
  chunks.push(chunk);
  heard += chunk.length / 2;
};

const onTick = (): void => {
  drain();
  if (run === null || open === null) return;
  const { stage, latency, punch, cue } = get();
  if (stage === 'counting' && run.music) {
    const why = musicTrouble();
    if (why !== null) {
      stopRecording();
      set({ trouble: { kind: 'music', message: why } });
      return;
    }
    followMusic();
  }
  const clipped = open.clipped() - run.clippedBefore;
  const missing = open.lost() - run.lostBefore;
  const start = run.count.start + Math.round(latency * ENGINE_RATE);
  if (stage === 'counting') {
    const waits = run.music && run.guesses.length === 0;
    const counts = waits ? run.count.beats : countsLeft(run.count, heard);
    if (counts !== get().counts) set({ counts });
    clickFor(counts);
    if (!waits && heard >= start - LEAD) {
      // A clip in the count is none of the take.
      run.clippedBefore = open.clipped();
      set({ stage: 'recording', counts });
    }
    return;
  }
  const counts = countsLeft(run.count, heard);
  const seconds = Math.max(0, heard - start) / ENGINE_RATE;
  set({ counts, seconds, clipped, lost: missing });
  const end = punch ? (spanOf(cue) ?? LONGEST) + TAIL : LONGEST;
  if (heard - start >= end) stopRecording();
};

/** Where the cue's place will lie in what is heard, from where the music is now. The middle of many looks is exact. */
const followMusic = (): void => {
  const at = musicPosition();
  if (run === null || at === null) return;
  run.guesses.push(heard + (run.cueAt - at));
  run.count = { ...run.count, start: Math.round(median(run.guesses) ?? run.count.start) };
};

/** Frames that the heard take of a cue speaks for now; null: there is none yet. */
const spanOf = (cue: string | null): number | null => {
  const { material } = useEditor.getState();
  const { coach } = get();
  const take = material?.takes.find((one) => one.cue === cue && one.coach === coach);
  const [first, last] = [take?.speech[0], take?.speech.at(-1)];
  return first && last ? last.end - first.start : null;
};
/** Whether there is a take whose span can be recorded again. */
export const canPunch = (): boolean => spanOf(get().cue) !== null;

/** A click for each count, where they are to be heard. */
const clickFor = (counts: number): void => {
  if (run === null || open === null || counts === 0 || counts >= run.clicked) return;
  run.clicked = counts;
  if (!get().clicks) return;
  click(open.context, counts === run.count.beats);
};

/** Listens to the take that is not kept yet, or stops that. */
export const listen = async (): Promise<void> => {
  const { recording, listening } = get();
  if (listening) return stopListening();
  if (open === null || recording === null) return;
  usePlayer.getState().pause();
  playing = await playRecording(open.context, recording, usePlayer.getState().device, stopListening);
  set({ listening: true });
};

const stopListening = (): void => {
  const was = playing;
  playing = null;
  was?.();
  set({ listening: false });
};

/** Makes a take of the cue out of what was recorded. */
export const keep = async (): Promise<void> => {
  const { cue, coach, recording } = get();
  if (cue === null || recording === null) return;
  stopListening();
  set({ stage: 'keeping', trouble: null });
  try {
    const take = await keepTake(cue, coach, recording);
    if (get().stage === 'keeping') set({ stage: 'kept', take });
  } catch (error) {
    if (get().stage === 'keeping')
      set({ stage: 'review', trouble: { kind: 'upload', message: toFailure(error).message } });
  }
};

/** The level of the microphone now, linear; 0 where none is open. Cheap: read it in every animation frame. */
export const microphonePeak = (): number => open?.peak() ?? 0;
