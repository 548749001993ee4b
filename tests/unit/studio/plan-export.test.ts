import { expect, it } from 'vitest';
import { type AudioFormat, parseWorkoutFile, type Workout } from '../../../src/model/index.ts';
import { encodingsOf, exportableVariants, fileName, stemsOf } from '../../../src/studio/plan-export.ts';

const { workout } = parseWorkoutFile(
  JSON.stringify({ id: 'ride', cues: [], variants: [{ id: 'a.b', name: 'Ana' }] }),
) as {
  workout: Workout;
};
const [variant] = workout.variants;
const [ducked, voice] = stemsOf(variant);

it('names files after workout, variant and format; 16 and 32 bits lie beside 24', () => {
  const named = (format: AudioFormat) => fileName(workout, { variant }, format);
  const names = ['ride_a.b.mp3', 'ride_a.b.wav', 'ride_a.b.16.wav', 'ride_a.b.32.wav'];
  expect((['mp3', 'wav', 'wav16', 'wav32'] as const).map(named)).toEqual(names);
  expect([ducked, voice].map((stem) => fileName(workout, stem, 'wav32'))).toEqual([
    ...['ride_a.b.ducked.wav', 'ride_a.b.voice.wav'],
  ]);
});

it('makes stems as floats, whatever format is asked for, and only where they are asked for', () => {
  expect([ducked, voice].map((stem) => stem.variant.name)).toEqual(['Ana, ducked music', 'Ana, voice']);
  for (const stem of [ducked, voice]) {
    expect(encodingsOf(stem, { workout: 'ride.json', formats: ['mp3', 'flac'] })).toEqual([
      { format: 'wav32', bitrate: null, voice: false },
    ]);
  }
  expect(exportableVariants(workout).map((each) => each.variant.id)).toEqual(['music', 'coaching', 'a.b']);
});
