import { beforeAll, expect, it, vi } from 'vitest';
import { feedMidi, learnMidi, type MidiDoor, useMidi } from '../../../../renderer/run/midi/midi-input.ts';
import { createPresses, midiName, midiWords } from '../../../../renderer/run/midi/midi-message.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import { DEFAULT_SETTINGS } from '../../../../src/contract/index.ts';

const bytes = (...given: number[]): Uint8Array => Uint8Array.from(given);

it('names what is pressed, and nothing else', () => {
  expect(midiName(bytes(0x90, 60, 100))).toBe('note 1 60');
  expect(midiName(bytes(0x9f, 0, 1))).toBe('note 16 0');
  expect(midiName(bytes(0x90, 60, 0))).toBeNull();
  expect(midiName(bytes(0x80, 60, 64))).toBeNull();
  expect(midiName(bytes(0xb3, 64, 127))).toBe('control 4 64');
  expect(midiName(bytes(0xb0, 123, 0))).toBeNull();
  expect(midiName(bytes(0xc0, 4))).toBe('program 1 4');
  for (const status of [0xe0, 0xf8, 0xfe, 0xd0]) expect(midiName(bytes(status, 1, 2))).toBeNull();
  expect(midiWords('note 1 60')).toBe('Note C4, channel 1');
  expect(midiWords('program 2 0')).toBe('Program 1, channel 2');
});

it('counts a pedal once for each time it goes down', () => {
  const press = createPresses();
  const heard = [0, 40, 64, 90, 127, 70, 20, 0, 64].map((value) => press(bytes(0xb0, 64, value)));
  expect(heard.filter(Boolean)).toHaveLength(2);
  expect(heard[2]).toBe('control 1 64');
  expect(heard[8]).toBe('control 1 64');
});

/** A door to an access of our own: no MIDI device can be plugged into a test. */
const rig = () => {
  const input = { name: 'Pad', state: 'connected', onmidimessage: null } as unknown as MIDIInput;
  const access = { inputs: new Map([['1', input]]), onstatechange: null } as unknown as MIDIAccess;
  const door: MidiDoor = async () => access;
  const send = (...given: number[]): void => {
    input.onmidimessage?.call(input, { data: bytes(...given) } as unknown as MIDIMessageEvent);
  };
  return { door, send, access };
};

const { door, send, access } = rig();
const acted: string[] = [];
beforeAll(async () => {
  useStudio.setState({ settings: { ...DEFAULT_SETTINGS, midiMap: [] } });
  feedMidi((action) => acted.push(action), door);
  expect(useMidi.getState().stage).toBe('off'); // asked for only once something is given to it
  const midiMap = [
    { action: 'run.go', message: 'note 1 60' },
    { action: 'cue/4', message: 'note 1 61' },
  ];
  useStudio.setState({ settings: { ...DEFAULT_SETTINGS, midiMap } });
  await vi.waitFor(() => expect(useMidi.getState().stage).toBe('open'));
});

it('does what the settings give to a press', () => {
  send(0x90, 60, 90);
  send(0x80, 60, 0);
  send(0x90, 61, 1);
  send(0x90, 62, 1);
  expect(acted.splice(0)).toEqual(['run.go', 'cue/4']);
  expect(useMidi.getState()).toMatchObject({ inputs: ['Pad'], last: 'note 1 62' });
});

it('learns the next press, which does nothing else then', () => {
  const learned: string[] = [];
  learnMidi((name) => learned.push(name));
  send(0x90, 60, 90);
  send(0x90, 60, 90);
  expect(learned).toEqual(['note 1 60']);
  expect(acted.splice(0)).toEqual(['run.go']);
  const stop = learnMidi((name) => learned.push(name));
  stop();
  send(0x90, 61, 90);
  expect(learned).toHaveLength(1);
  expect(acted.splice(0)).toEqual(['cue/4']);
});

it('says what is plugged in as it comes and goes', () => {
  const fresh = { name: 'Pedal', state: 'connected', onmidimessage: null } as unknown as MIDIInput;
  (access.inputs as unknown as Map<string, MIDIInput>).set('2', fresh);
  access.onstatechange?.call(access, {} as MIDIConnectionEvent);
  expect(useMidi.getState().inputs).toEqual(['Pad', 'Pedal']);
  (fresh as { state: string }).state = 'disconnected';
  access.onstatechange?.call(access, {} as MIDIConnectionEvent);
  expect(useMidi.getState().inputs).toEqual(['Pad']);
});
