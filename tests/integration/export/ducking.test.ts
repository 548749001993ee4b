import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Desk, openDesk } from './cueforge.ts';
import { decoded, levelAt } from './judge.ts';
import { burst, tone, writeFloatWav, writeJson } from './material.ts';

/**
 * A bed of one tone and takes of another, so that each is measured alone. Times in seconds; the defaults of the field:
 * fully down 0.1 before speech, 0.25 on the way down, held 0.4 after it, 0.9 on the way up, gaps under 1.2 stay down.
 */
const BED = 200;
const VOICE = 3_000;
const LENGTH = 40;
const WORD = 1.5;
const CUES = [
  { id: 'plain', time_ms: 8_000, text: 'tone', audio: 'burst.wav' },
  { id: 'open', time_ms: 18_000, text: 'tone', audio: 'burst.wav', duck: 'off' },
  { id: 'deep', time_ms: 28_000, text: 'tone', audio: 'burst.wav', duck: { depth_db: -20, lead_ms: 300 } },
];

let desk: Desk;
let mix: Float32Array;
/** The bed's level around a moment, against where nobody speaks. Decibels. */
const bedAt = (from: number, to: number): number => levelAt(mix, BED, from, to) - levelAt(mix, BED, 2, 6);
const manifest = () => JSON.parse(readFileSync(desk.at('out', 'manifest.json'), 'utf8'));

beforeAll(async () => {
  desk = openDesk();
  writeFloatWav(desk.at('bed.wav'), tone(BED, LENGTH, 0.2));
  writeFloatWav(desk.at('burst.wav'), burst(VOICE, 0.43, WORD, 0.8));
  writeJson(desk.at('tones.json'), { id: 'tones', music_url: 'bed.wav', cues: CUES });
  const ended = await desk.cueforge('export', 'tones.json', '--out', 'out', '--format', 'wav');
  expect(ended).toMatchObject({ code: 0 });
  mix = decoded(desk.at('out', 'tones_coached.wav'));
});
afterAll(() => desk.clear());

describe('the bed', () => {
  it('is 12 dB down under speech', () => {
    expect(Math.abs(bedAt(8, 9.5) + 12)).toBeLessThanOrEqual(0.5);
    expect(bedAt(8, 8.1)).toBeGreaterThan(-12.5);
    expect(bedAt(8, 8.1)).toBeLessThan(-11.5);
    expect(bedAt(9.4, 9.5)).toBeLessThan(-11.5);
  });

  it('is fully down 100 ms before speech, and untouched 350 ms before it', () => {
    expect(bedAt(7.9, 8)).toBeLessThan(-11.5);
    expect(bedAt(7.9, 8)).toBeGreaterThan(-12.5);
    expect(Math.abs(bedAt(7.4, 7.65))).toBeLessThan(0.05);
    // On the way in between: a raised cosine in dB is half way in its middle.
    expect(bedAt(7.75, 7.8)).toBeGreaterThan(-8);
    expect(bedAt(7.75, 7.8)).toBeLessThan(-4);
  });

  it('stays down 400 ms after speech and is back after the release', () => {
    expect(bedAt(9.75, 9.88)).toBeLessThan(-11.5);
    expect(bedAt(10.3, 10.4)).toBeGreaterThan(-8);
    expect(bedAt(10.3, 10.4)).toBeLessThan(-4);
    expect(Math.abs(bedAt(10.85, 11.5))).toBeLessThan(0.5);
    expect(Math.abs(bedAt(11, 16))).toBeLessThan(0.05);
  });

  it('does not move for a cue that asks for no ducking', () => {
    expect(Math.abs(bedAt(17, 21))).toBeLessThan(0.05);
    expect(levelAt(mix, VOICE, 18.1, 19.4)).toBeGreaterThan(levelAt(mix, VOICE, 2, 6) + 60);
  });

  it('follows a cue with settings of its own', () => {
    expect(bedAt(27.7, 27.99)).toBeLessThan(-19.5);
    expect(bedAt(28, 29.5)).toBeGreaterThan(-20.5);
    expect(Math.abs(bedAt(31, 35))).toBeLessThan(0.05);
  });
});

describe('the take', () => {
  it('is heard at its cue within a millisecond, though its file begins with silence', () => {
    for (const { time_ms } of CUES) {
      const onset = onsetOf(mix, time_ms / 1000);
      expect(Math.abs(onset - time_ms)).toBeLessThanOrEqual(1);
    }
  });

  it('is where the manifest says it is', () => {
    for (const variant of ['coached', 'coaching']) {
      const { cues } = manifest().files.find((file: { variant: string }) => file.variant === variant);
      expect(cues).toHaveLength(CUES.length);
      for (const [i, cue] of cues.entries()) {
        expect(Math.abs(cue.start_seconds * 1000 - CUES[i].time_ms)).toBeLessThanOrEqual(1);
        expect(Math.abs(cue.end_seconds - cue.start_seconds - WORD)).toBeLessThanOrEqual(0.04);
        expect(Math.abs(cue.offset_ms)).toBeLessThanOrEqual(0.1);
      }
    }
  });

  it('stands at least 10 LU over the bed while it sounds', () => {
    expect(levelAt(mix, VOICE, 8.1, 9.4) - levelAt(mix, BED, 8.1, 9.4)).toBeGreaterThan(10);
  });

  it('begins without a step that its own sound does not have', () => {
    const steady = largestStep(mix, 8.5, 9);
    for (const { time_ms } of CUES) {
      const at = time_ms / 1000;
      expect(largestStep(mix, at - 0.05, at + 0.05)).toBeLessThan(2 * steady);
      expect(largestStep(mix, at + WORD - 0.05, at + WORD + 0.2)).toBeLessThan(2 * steady);
    }
  });
});

/** When the voice's tone begins near a moment: where its level, in windows of a period and a half, passes half. ms. */
const onsetOf = (pcm: Float32Array, near: number): number => {
  const sounding = levelAt(pcm, VOICE, near + 0.3, near + 1);
  const window = 0.002;
  for (let at = near - 0.05; at < near + 0.05; at += 1 / 48_000) {
    // Half of a window of the tone gives half its level: its middle is the onset.
    if (levelAt(pcm, VOICE, at, at + window) >= sounding - 6.02) return (at + window / 2) * 1000;
  }
  return Number.NaN;
};

const largestStep = (pcm: Float32Array, from: number, to: number): number => {
  let largest = 0;
  for (let i = Math.round(from * 48_000) * 2; i < Math.round(to * 48_000) * 2; i += 2) {
    largest = Math.max(largest, Math.abs(pcm[i + 2] - pcm[i]));
  }
  return largest;
};
