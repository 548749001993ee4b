import { allCues, type Cuelist } from '../../../src/model/index.ts';
import { useSessionMixer } from '../../mixer/index.ts';
import { useRun } from '../run-store.ts';
import { back, devampAll, fadeAll, fire, go, moveNext, panic, pauseOrGoOn, stopAll } from '../steer.ts';
import { feedMidi } from './midi-input.ts';

/** What a press can do, besides firing a cue (`cue/12.5`). */
export const MIDI_ACTIONS = {
  'run.go': go,
  'run.back': back,
  'run.previous': () => moveNext(-1),
  'run.next': () => moveNext(1),
  'run.pause': pauseOrGoOn,
  'run.fadeAll': fadeAll,
  'run.stopAll': stopAll,
  'run.devamp': devampAll,
  'run.panic': panic,
} as const satisfies Readonly<Record<string, () => void>>;
export type MidiAction = keyof typeof MIDI_ACTIONS;

export const isMidiAction = (action: string): action is MidiAction => Object.hasOwn(MIDI_ACTIONS, action);

const FIRE = 'cue/';
export const fireAction = (number: string): string => `${FIRE}${number}`;
/** The number of the cue that an action fires. */
export const firedNumber = (action: string): string => action.slice(FIRE.length);

/** The cue of that number; null: the list has none. */
export const cueOfNumber = ({ cues }: Pick<Cuelist, 'cues'>, number: string): string | null =>
  allCues(cues).find((cue) => cue.number === number)?.id ?? null;

const act = (action: string): void => {
  // Of several pages that hear the same controller, the one that sounds the session acts.
  const { cuelist } = useRun.getState();
  if (cuelist === null || !useSessionMixer.getState().connected) return;
  if (isMidiAction(action)) {
    MIDI_ACTIONS[action]();
    return;
  }
  const cue = cueOfNumber(cuelist, firedNumber(action));
  if (cue !== null) fire(cue);
};

/** Has MIDI steer the session this page sounds, whichever room is shown, for as long as the page lives. */
export const feedMidiActions = (): void => feedMidi(act);
