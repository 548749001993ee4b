import { type Decibels, type Frames, toLinear } from '../model/index.ts';
import { bassNote, closeVoicing, parseChord, toneOf } from './chords.ts';
import type { Instrument } from './instruments.ts';
import { randomFrom, seedOf } from './random.ts';
import { type Pattern, type Section, STEPS_PER_BAR, sectionBars, stepToFrame, type Track } from './track.ts';

/** One note of the track: when, what and how loud. */
export interface ScoreNote {
  readonly at: Frames;
  /** Name of the instrument in the track. */
  readonly instrument: string;
  /** MIDI notes; empty for drums. */
  readonly notes: readonly number[];
  /** How long it is held, frames. */
  readonly hold: number;
  /** 0..BRIGHTNESS_LEVELS - 1: how far filters open. Few levels, so that notes repeat and are rendered once. */
  readonly brightness: number;
  /** 0..VARIATIONS - 1: which of the instrument's noises. */
  readonly variation: number;
  /** Linear. Velocity and every level that applies. */
  readonly gain: number;
}

export const BRIGHTNESS_LEVELS = 7;
export const VARIATIONS = 4;

/** Every note of a track, in the order they begin. Notes that begin together keep the order of the track's parts. */
export const scoreOf = (track: Track): readonly ScoreNote[] => {
  const starts = sectionBars(track);
  const notes = track.sections.flatMap((section, s) =>
    section.parts.flatMap((part, p) => {
      const pattern = track.patterns[part.pattern];
      const toBar = part.to_bar ?? section.bars;
      const level = toLinear((section.level_decibels + part.level_decibels) as Decibels);
      const played: ScoreNote[] = [];
      for (let step = part.from_bar * STEPS_PER_BAR; step < toBar * STEPS_PER_BAR; step++) {
        const inPattern = (step - part.from_bar * STEPS_PER_BAR) % pattern.velocity.length;
        const velocity = pattern.velocity[inPattern];
        if (velocity === '.') continue;
        const random = randomFrom(seedOf(track.seed, part.instrument, s, p, step));
        played.push({
          at: stepToFrame(track, starts[s] * STEPS_PER_BAR + step),
          instrument: part.instrument,
          notes: notesFor(
            track.instruments[part.instrument],
            chordAt(track, section, step),
            toneAt(pattern, inPattern),
          ),
          hold: stepToFrame(track, pattern.hold_steps),
          brightness: brightnessAt(section, step),
          variation: Math.floor(random() * VARIATIONS),
          gain: level * (Number(velocity) / 9) ** 1.4 * (1 + 0.08 * (random() - 0.5)),
        });
      }
      return played;
    }),
  );
  return notes.sort((a, b) => a.at - b.at);
};

const chordAt = (track: Track, section: Section, step: number) => {
  const names = section.chords ?? track.chords;
  const name = names[Math.floor(step / STEPS_PER_BAR) % names.length];
  const chord = parseChord(name);
  if (chord === null) throw new RangeError(`a chord the schema lets through must parse, got ${name}`);
  return chord;
};

/** The tone of the note on a step: the pattern's notes take its tones in turn. */
const toneAt = (pattern: Pattern, step: number): number => {
  let turn = 0;
  for (let i = 0; i < step; i++) if (pattern.velocity[i] !== '.') turn++;
  return pattern.tones[turn % pattern.tones.length];
};

const notesFor = (instrument: Instrument, chord: ReturnType<typeof chordAt>, tone: number): readonly number[] => {
  switch (instrument.kind) {
    case 'bass':
      return [bassNote(chord, instrument.octave) + (tone === 0 ? 0 : toneOf(chord.steps, tone))];
    case 'chords':
      return closeVoicing(chord, instrument.octave);
    case 'lead':
      return [toneOf(closeVoicing(chord, instrument.octave), tone)];
    default:
      return [];
  }
};

const brightnessAt = (section: Section, step: number): number => {
  const { from, to } = section.intensity;
  const intensity = from + ((to - from) * step) / (section.bars * STEPS_PER_BAR);
  return Math.round(intensity * (BRIGHTNESS_LEVELS - 1));
};
