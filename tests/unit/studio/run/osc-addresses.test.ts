import { describe, expect, it } from 'vitest';
import { type OscScene, oscActions } from '../../../../src/studio/run/osc-addresses.ts';

const SCENE: OscScene = {
  cues: [
    { id: 'doors', number: '1' },
    { id: 'walk', number: '2' },
    { id: 'walk-1', number: '2.1' },
    { id: 'end', number: '' },
  ],
  tops: ['doors', 'walk', 'end'],
  next: 'walk',
  runs: [
    { run: 7, cue: 'doors' },
    { run: 9, cue: 'doors' },
  ],
};
const jump = (cue: string, fire: boolean) => [{ command: 'run.jump', input: { cue, fire } }];

describe('an OSC message', () => {
  it('steers the session', () => {
    expect(oscActions('/go', [], SCENE)).toEqual([{ command: 'run.go', input: {} }]);
    expect(oscActions('/cueforge/panic/', [1], SCENE)).toEqual([{ command: 'run.panic', input: {} }]);
    expect(oscActions('/stop', [2.5], SCENE)).toEqual([{ command: 'run.stop', input: { run: null, seconds: 2.5 } }]);
  });
  it('names a cue by its number, else by its id', () => {
    expect(oscActions('/cue/2.1/start', [], SCENE)).toEqual(jump('walk-1', true));
    expect(oscActions('/cue/end/start', [1], SCENE)).toEqual(jump('end', true));
    expect(oscActions('/cue/3/start', [], SCENE)).toBe('No cue has the number or id 3');
  });
  it('acts on every run of a cue', () => {
    expect(oscActions('/cue/1/fade', [-12, 3], SCENE)).toEqual([
      { command: 'run.fade', input: { run: 7, to: -12, seconds: 3 } },
      { command: 'run.fade', input: { run: 9, to: -12, seconds: 3 } },
    ]);
    expect(oscActions('/cue/2/stop', [], SCENE)).toEqual([]);
  });
  it('moves the playhead over the cues of the list, and not past them', () => {
    expect(oscActions('/playhead/next', [], SCENE)).toEqual(jump('end', false));
    expect(oscActions('/playhead/previous', [], SCENE)).toEqual(jump('doors', false));
    expect(oscActions('/playhead/previous', [], { ...SCENE, next: null })).toEqual(jump('end', false));
    expect(oscActions('/playhead/next', [], { ...SCENE, next: 'end' })).toBe('There is no next cue');
    expect(oscActions('/playhead/1', [], SCENE)).toEqual(jump('doors', false));
  });
  it('does nothing when a button is let go', () => {
    for (const address of ['/go', '/panic', '/cue/1/start', '/cue/1/pause', '/playhead/next'])
      expect(oscActions(address, [0], SCENE)).toEqual([]);
    expect(oscActions('/go', [false], SCENE)).toEqual([]);
  });
  it('is refused with a sentence where it makes no sense', () => {
    expect(oscActions('/gone', [], SCENE)).toBe('There is no /gone');
    expect(oscActions('/cue/1/sing', [], SCENE)).toBe('There is no /cue/1/sing');
    expect(oscActions('/cue/1/stop/now', [], SCENE)).toBe('There is no /cue/1/stop/now');
    expect(oscActions('/stop', ['soon'], SCENE)).toBe('/stop takes seconds in 0..600');
    expect(oscActions('/cue/1/fade', [], SCENE)).toBe('/cue/1/fade takes decibels in -200..24 first');
  });
});
