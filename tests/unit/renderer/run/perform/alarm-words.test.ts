import { describe, expect, it } from 'vitest';
import { alarmsText, changesText, remainingText, type Told } from '../../../../../renderer/run/announce-words.ts';
import { alarmTitle, inOrder } from '../../../../../renderer/run/perform/alarm-words.ts';
import type { SessionAlarm } from '../../../../../src/contract/index.ts';
import { type Frames, frames } from '../../../../../src/model/index.ts';

const alarm = (kind: SessionAlarm['kind'], since = 0): SessionAlarm => ({
  kind,
  message: `${kind}.`,
  since,
  cue: null,
});

describe('alarms', () => {
  it('stand with what the room hears first, then the newest', () => {
    const kinds: readonly SessionAlarm['kind'][] = ['under-run', 'not-saved', 'silence', 'dead-cue'];
    const sorted = inOrder(kinds.map((kind, at) => alarm(kind, at)));
    expect(sorted.map(({ kind }) => kind)).toEqual(['dead-cue', 'silence', 'not-saved', 'under-run']);
    expect(alarmTitle(sorted[0])).toBe('Dead cue');
  });

  it('are said once each', () => {
    const [first, second] = [alarm('silence'), alarm('output-lost', 5)];
    expect(alarmsText([], [first])).toBe('Silence: silence.');
    expect(alarmsText([first], [first, second])).toBe('Output lost: output-lost.');
    expect(alarmsText([first], [first])).toBe('');
    expect(alarmsText([first], [alarm('silence', 9)])).toBe('Silence: silence.');
  });
});

describe('what a screen reader is told', () => {
  const told = (change: Partial<Told> = {}): Told => ({
    ...{ sounding: [], next: '1 · Doors', armed: true, paused: false, alarms: [] },
    ...change,
  });

  it('is what GO did: what sounds, and what is next', () => {
    const now = told({ sounding: ['1 · Doors'], next: '2 · Welcome' });
    expect(changesText(told(), now)).toBe('1 · Doors sounds. Next: 2 · Welcome.');
    expect(changesText(now, now)).toBe('');
    expect(changesText(now, told({ next: null }))).toBe('Nothing sounds. The list is at its end.');
  });

  it('is a pause, and Show mode', () => {
    const sounding = told({ sounding: ['1 · Doors'] });
    expect(changesText(sounding, { ...sounding, paused: true })).toBe('Paused.');
    expect(changesText(told({ armed: false }), told())).toBe('Armed. Show mode.');
  });

  it('is the time left at 60, 30 and 10 seconds, each once', () => {
    const s = (seconds: number): Frames => frames(Math.round(seconds * 48_000));
    const said: string[] = [];
    for (let tenths = 900; tenths > 0; tenths -= 1) {
      const words = remainingText('Breath', s((tenths + 1) / 10), s(tenths / 10));
      if (words !== null) said.push(words);
    }
    expect(said).toEqual(['Breath: 1 minute left.', 'Breath: 30 seconds left.', 'Breath: 10 seconds left.']);
    expect(remainingText('Breath', s(50), s(50))).toBeNull();
  });
});
