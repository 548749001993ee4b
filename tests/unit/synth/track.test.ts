import { describe, expect, it } from 'vitest';
import { CueforgeError } from '../../../src/model/index.ts';
import { parseTrack, trackLength } from '../../../src/synth/index.ts';

/** A track of one bar of kick. */
const small = () => ({
  title: 'Small',
  bpm: 120,
  seed: 1,
  chords: ['Am'],
  instruments: { kick: { kind: 'kick' } } as Record<string, unknown>,
  patterns: { four: { velocity: '9... 9... | 9... 9...' } } as Record<string, unknown>,
  sections: [
    {
      title: 'All',
      bars: 2,
      intensity: { from: 0, to: 1 },
      parts: [{ instrument: 'kick', pattern: 'four' } as Record<string, unknown>],
    },
  ],
});

const problemsOf = (json: unknown): readonly { path: string; message: string }[] => {
  try {
    parseTrack(json);
  } catch (thrown) {
    if (!(thrown instanceof CueforgeError)) throw thrown;
    expect(thrown.failure.code).toBe('workout-invalid');
    return thrown.failure.details?.problems as { path: string; message: string }[];
  }
  return [];
};

describe('parseTrack', () => {
  it('reads a track, fills in what is unsaid and leaves the bars out of velocities', () => {
    const track = parseTrack(small());
    expect(track.patterns.four.velocity).toBe('9...9...9...9...');
    expect(track.sections[0].parts[0].to_bar).toBeNull();
    expect(track.instruments.kick).toMatchObject({ level_decibels: 0, pump_decibels: 0 });
    expect(trackLength(track)).toBe(4 * 48_000);
  });

  it.each<[string, (track: ReturnType<typeof small>) => void]>([
    ['bpm', (track) => Object.assign(track, { bpm: -1 })],
    ['chords[1]', (track) => track.chords.push('H7')],
    [
      'instruments.kick.pitch_hertz',
      (track) => Object.assign(track.instruments, { kick: { kind: 'kick', pitch_hertz: 900 } }),
    ],
    ['instruments.kick.kind', (track) => Object.assign(track.instruments, { kick: { kind: 'cowbell' } })],
    ['patterns.four.velocity', (track) => Object.assign(track.patterns, { four: { velocity: '9...' } })],
    ['patterns.four.velocity', (track) => Object.assign(track.patterns, { four: { velocity: 'x...x...x...x...' } })],
    ['sections[0].parts[0].pattern', (track) => Object.assign(track.sections[0].parts[0], { pattern: 'five' })],
    [
      'sections[0].parts[0].instrument',
      (track) => Object.assign(track.sections[0].parts[0], { instrument: 'toString' }),
    ],
    ['sections[0].parts[0].from_bar', (track) => Object.assign(track.sections[0].parts[0], { from_bar: 2 })],
    ['sections[0].parts[0].to_bar', (track) => Object.assign(track.sections[0].parts[0], { to_bar: 3 })],
    ['sections[0].intensity.to', (track) => Object.assign(track.sections[0].intensity, { to: 2 })],
    ['sections', (track) => Object.assign(track, { sections: [] })],
  ])('refuses a wrong %s and says where it is', (path, spoil) => {
    const track = small();
    spoil(track);
    expect(problemsOf(track).map((problem) => problem.path)).toEqual([path]);
  });

  it('finds every problem at once and refuses words it does not know', () => {
    const paths = problemsOf({ ...small(), bpm: 1, seed: -1, tempo: 128 }).map((problem) => problem.path);
    expect(paths).toEqual(expect.arrayContaining(['bpm', 'seed', 'track']));
    expect(problemsOf(null)).toHaveLength(1);
  });
});
