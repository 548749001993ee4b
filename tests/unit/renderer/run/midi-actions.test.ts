// @vitest-environment happy-dom
import { beforeEach, expect, it, vi } from 'vitest';
import type { Host } from '../../../../renderer/host/index.ts';
import { useSessionMixer } from '../../../../renderer/mixer/index.ts';
import { feedMidiActions } from '../../../../renderer/run/midi/midi-actions.ts';
import { useMidi } from '../../../../renderer/run/midi/midi-input.ts';
import { useRun } from '../../../../renderer/run/run-store.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import { DEFAULT_SETTINGS } from '../../../../src/contract/index.ts';
import { readCuelistDocument } from '../../../../src/model/index.ts';

const { cuelist } = readCuelistDocument({
  ...{ id: 'show', name: 'Show' },
  cues: [{ id: 'doors', number: '1', name: 'Doors', layers: [{ role: 'background', file: 'a.wav' }] }],
});

// No MIDI device can be plugged into a test.
const pad = { name: 'Pad', state: 'connected', onmidimessage: null } as unknown as MIDIInput;
const press = (note: number): void =>
  pad.onmidimessage?.call(pad, { data: Uint8Array.of(0x90, note, 90) } as unknown as MIDIMessageEvent);

let asked: unknown[][] = [];
beforeEach(async () => {
  asked = [];
  const requestMIDIAccess = async () => ({ inputs: new Map([['1', pad]]), onstatechange: null });
  vi.stubGlobal('navigator', { requestMIDIAccess });
  const call = async (...given: unknown[]) => asked.push(given.slice(0, 2));
  const midiMap = [
    { action: 'run.go', message: 'note 1 60' },
    { action: 'cue/1', message: 'note 1 61' },
    { action: 'cue/7', message: 'note 1 62' },
  ];
  const host = { kind: 'web', client: { call } } as unknown as Host;
  useStudio.setState({ connection: 'connected', host, settings: { ...DEFAULT_SETTINGS, midiMap } });
  useRun.setState({ cuelist });
  useSessionMixer.setState({ connected: true });
  feedMidiActions();
  await vi.waitFor(() => expect(useMidi.getState().stage).toBe('open'));
});

it('does what a press is for, and fires a cue by its number', () => {
  for (const note of [60, 61, 62]) press(note);
  expect(asked).toEqual([
    ['run.go', {}],
    ['run.jump', { cue: 'doors', fire: true }],
  ]);
});

it('leaves a press to the page that sounds the session', () => {
  useSessionMixer.setState({ connected: false });
  for (const note of [60, 61]) press(note);
  expect(asked).toEqual([]);
  useSessionMixer.setState({ connected: true });
  press(60);
  expect(asked).toEqual([['run.go', {}]]);
});

it('does nothing while no session is open', () => {
  useRun.setState({ cuelist: null });
  for (const note of [60, 61]) press(note);
  expect(asked).toEqual([]);
});
