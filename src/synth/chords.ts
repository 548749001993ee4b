/** A chord: the pitch class of its root (0 = C .. 11 = B) and the steps of its notes above it, semitones, rising. */
export interface Chord {
  readonly root: number;
  readonly steps: readonly number[];
}

const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

const QUALITIES: Readonly<Record<string, readonly number[]>> = {
  '': [0, 4, 7],
  m: [0, 3, 7],
  '5': [0, 7],
  '6': [0, 4, 7, 9],
  '7': [0, 4, 7, 10],
  m7: [0, 3, 7, 10],
  maj7: [0, 4, 7, 11],
  add9: [0, 4, 7, 14],
  madd9: [0, 3, 7, 14],
  sus2: [0, 2, 7],
  sus4: [0, 5, 7],
  dim: [0, 3, 6],
};

/** Reads a chord's name: `Am`, `F`, `Bb7`, `C#m7`, `Gsus4`. Null where it is not one we know. */
export const parseChord = (name: string): Chord | null => {
  const match = /^([A-G])([#b]?)(.*)$/.exec(name);
  if (match === null) return null;
  const [, letter, accidental, quality] = match;
  const steps = Object.hasOwn(QUALITIES, quality) ? QUALITIES[quality] : undefined;
  if (steps === undefined) return null;
  const shift = accidental === '#' ? 1 : accidental === 'b' ? -1 : 0;
  return { root: (LETTERS[letter] + shift + 12) % 12, steps };
};

/** MIDI note of C in an octave: C4 is 60. */
const octaveStart = (octave: number): number => 12 * (octave + 1);

/** The root in an octave that reaches from E to E flat, as basses do. MIDI note. */
export const bassNote = (chord: Chord, octave: number): number => octaveStart(octave) + 4 + ((chord.root + 8) % 12);

/**
 * The chord's notes inside one octave from G up, rising: chords that follow each other share what they can and move by
 * steps. MIDI notes.
 */
export const closeVoicing = (chord: Chord, octave: number): readonly number[] => {
  const low = octaveStart(octave) - 5;
  const notes = chord.steps.map((step) => low + ((chord.root + step + 5) % 12));
  return notes.sort((a, b) => a - b);
};

/** The `tone`-th note of a voicing counted upward; past its end it goes on an octave higher. MIDI note. */
export const toneOf = (voicing: readonly number[], tone: number): number => {
  const octaves = Math.floor(tone / voicing.length);
  return voicing[tone - octaves * voicing.length] + 12 * octaves;
};
