import { create } from 'zustand';
import { useStudio } from '../../state/studio.ts';
import { createPresses } from './midi-message.ts';

export interface MidiState {
  /** `off`: nothing asks for it; `refused`: the browser or the person said no, or there is no MIDI here. */
  readonly stage: 'off' | 'asking' | 'open' | 'refused';
  /** Names of what is plugged in. */
  readonly inputs: readonly string[];
  /** What was pressed last, by its name in the settings. */
  readonly last: string | null;
}

export const useMidi = create<MidiState>()(() => ({ stage: 'off', inputs: [], last: null }));

/** What gives access to MIDI: the browser; tests give their own. */
export type MidiDoor = () => Promise<MIDIAccess>;
const browsers: MidiDoor = () => navigator.requestMIDIAccess({ sysex: false });

type Learner = (name: string) => void;
let learner: Learner | null = null;
let opening: Promise<void> | null = null;
let onPress: (name: string) => void = () => undefined;

/** Opens MIDI once; whatever is plugged in later is heard too. */
export const openMidi = (door: MidiDoor = browsers): Promise<void> => {
  opening ??= (async () => {
    useMidi.setState({ stage: 'asking' });
    try {
      const access = await door();
      const hear = (): void => {
        const inputs = [...access.inputs.values()];
        for (const input of inputs) if (input.onmidimessage === null) listenTo(input);
        const there = inputs.filter(({ state }) => state === 'connected');
        useMidi.setState({ stage: 'open', inputs: there.map(({ name }) => name ?? 'A device without a name') });
      };
      access.onstatechange = hear;
      hear();
    } catch {
      opening = null;
      useMidi.setState({ stage: 'refused', inputs: [] });
    }
  })();
  return opening;
};

const listenTo = (input: MIDIInput): void => {
  const press = createPresses();
  input.onmidimessage = ({ data }) => {
    const name = data === null ? null : press(data);
    if (name === null) return;
    useMidi.setState({ last: name });
    if (learner === null) onPress(name);
    else learner(name);
  };
};

/** Gives the next press to `take` instead of doing what it does, until it came or the returned function is called. */
export const learnMidi = (take: Learner): (() => void) => {
  const own: Learner = (name) => {
    if (learner === own) learner = null;
    take(name);
  };
  learner = own;
  void openMidi();
  return () => {
    if (learner === own) learner = null;
  };
};

/**
 * Has presses do what the settings say for as long as the page lives. `act`: does an action by its name. MIDI is asked
 * for once something is given to it.
 */
export const feedMidi = (act: (action: string) => void, door: MidiDoor = browsers): void => {
  onPress = (name) => {
    const { settings } = useStudio.getState();
    for (const { action, message } of settings?.midiMap ?? []) if (message === name) act(action);
  };
  const look = (): void => {
    if ((useStudio.getState().settings?.midiMap.length ?? 0) > 0) void openMidi(door);
  };
  look();
  useStudio.subscribe(look);
};
