import { describe, expect, test } from 'vitest';
import { BALANCE_FRAMES, createPlayback, FADE_FRAMES } from '../../../../renderer/player/playback.ts';
import { DOUBLE, FLOAT, playerMemory, WORD } from '../../../../renderer/player/player-memory.ts';
import { openRingWriter, positionOf } from '../../../../renderer/player/ring.ts';
import { createLoudnessMeter, energyToLufs, momentary } from '../../../../src/audio/index.ts';
import { frames } from '../../../../src/model/index.ts';

/** A player without its threads: what the page and the feeder say is said here. */
const openPlayer = () => {
  const memory = playerMemory();
  const writer = openRingWriter(memory);
  const playback = createPlayback(memory, () => 1_234);
  const { words } = memory;
  const out: number[] = [];
  return {
    memory,
    words,
    writer,
    /** Left samples that were given out. */
    out,
    ready(): void {
      words[WORD.readyAfter] = words[WORD.underruns];
      words[WORD.ready] = writer.generation();
    },
    playing: (is: boolean): void => {
      words[WORD.playing] = is ? 1 : 0;
    },
    render(count: number, quantum = 128): void {
      let apart = 0;
      for (let done = 0; done < count; done += quantum) {
        const size = Math.min(quantum, count - done);
        const [left, right] = [new Float32Array(size), new Float32Array(size)];
        playback.render(left, right);
        for (let i = 0; i < size; i++) {
          if (right[i] + left[i] !== 0) apart++;
          out.push(left[i]);
        }
      }
      expect(apart).toBe(0);
    },
  };
};
/** A sine: left and the opposite on the right. */
const sine = (from: number, count: number, level = 0.5): Float32Array =>
  Float32Array.from({ length: 2 * count }, (_, i) => {
    const value = Math.fround(level * Math.cos((2 * Math.PI * 997 * (from + (i >> 1))) / 48_000));
    return i % 2 === 0 ? value : -value;
  });
const leftOf = (pcm: Float32Array): number[] => Array.from(pcm).filter((_, i) => i % 2 === 0);
const largestStep = (samples: readonly number[]): number =>
  samples.reduce((most, value, i) => Math.max(most, i === 0 ? 0 : Math.abs(value - samples[i - 1])), 0);
/** What a steady sine steps by at most, and a fade a little more. */
const STEADY = 0.5 * 2 * Math.PI * (997 / 48_000) * 1.02 + 0.5 * (1.5 / FADE_FRAMES);

for (const quantum of [1, 127, 128, 1024]) {
  describe(`playback, ${quantum} frames at a time`, () => {
    test('is silence until it is wanted, at its place and ready', () => {
      const player = openPlayer();
      player.render(300, quantum);
      player.writer.begin(frames(0));
      player.writer.write(sine(0, 10_000), 0, 10_000);
      player.playing(true);
      player.render(300, quantum);
      expect(player.out.every((sample) => sample === 0)).toBe(true);
      expect(player.words[WORD.read]).toBe(0);
      player.ready();
      player.render(300, quantum);
      expect(player.out.slice(600).some((sample) => sample !== 0)).toBe(true);
      expect(player.words[WORD.sounded]).toBe(1);
      expect(player.memory.doubles[DOUBLE.soundedAt]).toBe(1_234);
    });

    test('fades in over 10 ms, then gives every sample as it is', () => {
      const player = openPlayer();
      player.playing(true);
      player.writer.begin(frames(0));
      const source = sine(0, 20_000);
      player.writer.write(source, 0, 20_000);
      player.render(1, quantum);
      player.ready();
      player.render(12_000, quantum);
      const heard = player.out.slice(1);
      expect(heard[0]).toBe(0);
      expect(heard.slice(FADE_FRAMES)).toEqual(leftOf(source).slice(FADE_FRAMES, 12_000));
      expect(largestStep(player.out)).toBeLessThan(STEADY);
      expect(positionOf(player.memory)).toBe(12_000);
    });

    test('pauses and goes on without a click and without losing a frame', () => {
      const player = openPlayer();
      player.playing(true);
      player.writer.begin(frames(0));
      const source = sine(0, 40_000);
      player.writer.write(source, 0, 40_000);
      player.render(quantum, quantum);
      player.ready();
      player.render(5_000, quantum);
      player.playing(false);
      const before = positionOf(player.memory);
      player.render(3_000, quantum);
      expect(positionOf(player.memory)).toBe(before + FADE_FRAMES);
      expect(player.out.slice(-2_000).every((sample) => sample === 0)).toBe(true);
      player.playing(true);
      player.render(3_000, quantum);
      expect(positionOf(player.memory)).toBe(before + FADE_FRAMES + 3_000);
      expect(player.out.at(-1)).toBe(source[2 * (before + FADE_FRAMES + 2_999)]);
      expect(largestStep(player.out)).toBeLessThan(STEADY);
    });

    test('leaves for another place by a fade, and enters there by one', () => {
      const player = openPlayer();
      player.playing(true);
      player.writer.begin(frames(0));
      player.writer.write(sine(0, 30_000), 0, 30_000);
      player.render(quantum, quantum);
      player.ready();
      player.render(5_000, quantum);
      player.writer.begin(frames(600_000));
      const there = sine(600_000, 30_000);
      player.writer.write(there, 0, 30_000);
      player.render(1_500, quantum);
      expect(positionOf(player.memory)).toBe(600_000);
      player.ready();
      player.render(2_000, quantum);
      expect(positionOf(player.memory)).toBe(602_000);
      expect(player.out.at(-1)).toBe(there[2 * 1_999]);
      expect(largestStep(player.out)).toBeLessThan(STEADY);
      expect(player.words[WORD.underruns]).toBe(0);
    });

    test('fades out where the sound runs out, counts it once, and waits until enough is there', () => {
      const player = openPlayer();
      player.playing(true);
      player.writer.begin(frames(0));
      player.writer.write(sine(0, 6_000), 0, 6_000);
      player.render(quantum, quantum);
      player.ready();
      player.render(9_000, quantum);
      expect(player.words[WORD.underruns]).toBe(1);
      expect(player.out.slice(-1_000).every((sample) => sample === 0)).toBe(true);
      const stopped = positionOf(player.memory);
      const source = sine(6_000, 30_000);
      player.writer.write(source, 0, 30_000);
      player.render(1_000, quantum);
      expect(positionOf(player.memory)).toBe(stopped);
      player.ready();
      player.render(2_000, quantum);
      expect(positionOf(player.memory)).toBe(stopped + 2_000);
      expect(player.out.at(-1)).toBe(source[2 * (stopped + 1_999 - 6_000)]);
      expect(player.words[WORD.underruns]).toBe(1);
      expect(largestStep(player.out)).toBeLessThan(STEADY);
    });

    test('plays to the very last frame and says so', () => {
      const player = openPlayer();
      player.playing(true);
      player.writer.begin(frames(0));
      const source = sine(0, 7_001);
      player.writer.write(source, 0, 7_001);
      player.writer.end();
      player.render(quantum, quantum);
      player.ready();
      player.render(8_000, quantum);
      const heard = player.out.slice(quantum);
      expect(heard.slice(FADE_FRAMES, 7_001)).toEqual(leftOf(source).slice(FADE_FRAMES));
      expect(heard.slice(7_001).every((sample) => sample === 0)).toBe(true);
      expect(player.words[WORD.completed]).toBe(player.writer.generation());
      expect(player.words[WORD.underruns]).toBe(0);
    });
  });
}

describe('volume and meters', () => {
  test('the volume turns without a click, and at 1 touches nothing', () => {
    const player = openPlayer();
    player.playing(true);
    player.writer.begin(frames(0));
    const source = sine(0, 60_000);
    player.writer.write(source, 0, 60_000);
    player.render(128);
    player.ready();
    player.render(2_000);
    player.memory.floats[FLOAT.volume] = 0.25;
    player.render(2_000);
    expect(player.out.at(-1)).toBe(Math.fround(source[2 * 3_999] * 0.25));
    player.memory.floats[FLOAT.volume] = 1;
    player.render(2_000);
    expect(player.out.at(-1)).toBe(source[2 * 5_999]);
    expect(largestStep(player.out)).toBeLessThan(STEADY * 1.1);
  });

  test('goes from one of two sounds to the other, and to other levels of them, without a click', () => {
    const player = openPlayer();
    const { words, memory } = player;
    const balance = (first: number, second: number): void => {
      memory.floats[FLOAT.firstGain] = first;
      memory.floats[FLOAT.secondGain] = second;
      words[WORD.balance]++;
    };
    player.playing(true);
    player.writer.begin(frames(0), true);
    const [first, second] = [sine(0, 60_000), sine(0, 60_000, -0.4)];
    player.writer.write(first, 0, 60_000, second);
    player.render(128);
    player.ready();
    player.render(2_000);
    expect(player.out.at(-1)).toBe(first[2 * 1_999]);
    balance(0, 0.5);
    player.render(BALANCE_FRAMES - 1);
    expect(player.out.at(-1)).not.toBe(Math.fround(second[2 * 2_382] * 0.5));
    player.render(1);
    expect(player.out.at(-1)).toBe(Math.fround(second[2 * 2_383] * 0.5));
    // Asked again before it was there: from where it is.
    balance(1, 0);
    player.render(100);
    balance(0, 1);
    player.render(3_000);
    expect(player.out.at(-1)).toBe(second[2 * 5_483]);
    expect(largestStep(player.out)).toBeLessThan(STEADY + 1.5 / BALANCE_FRAMES);
    // Where nothing sounds it may jump: the fade is over that.
    player.playing(false);
    player.render(2_000);
    balance(1, 1);
    player.playing(true);
    const at = positionOf(memory);
    player.render(FADE_FRAMES + 128);
    expect(player.out.at(-1)).toBe(Math.fround(first[2 * (at + 607)] + second[2 * (at + 607)]));
    expect(largestStep(player.out)).toBeLessThan(STEADY + 1.5 / BALANCE_FRAMES);
  });

  test('gives one sound as it is, whatever the levels of two are', () => {
    const player = openPlayer();
    player.memory.second.fill(0.9);
    player.memory.floats[FLOAT.firstGain] = 0;
    player.memory.floats[FLOAT.secondGain] = 1;
    player.words[WORD.balance]++;
    player.playing(true);
    player.writer.begin(frames(0));
    const source = sine(0, 20_000);
    player.writer.write(source, 0, 20_000);
    player.render(128);
    player.ready();
    player.render(5_000);
    expect(player.out.at(-1)).toBe(source[2 * 4_999]);
  });

  test('the meters show what sounds, as the analysis measures it, before the volume', () => {
    const player = openPlayer();
    player.memory.floats[FLOAT.volume] = 0.1;
    player.playing(true);
    player.writer.begin(frames(0));
    const source = sine(0, 120_000, 0.25);
    player.writer.write(source, 0, 120_000);
    player.render(128);
    player.ready();
    player.render(48_000 * 2);
    const { floats } = player.memory;
    expect(floats[FLOAT.peakLeft]).toBeCloseTo(0.25, 3);
    expect(floats[FLOAT.peakRight]).toBeCloseTo(0.25, 3);
    const meter = createLoudnessMeter();
    meter.push(source.subarray(0, 2 * 48_000 * 2));
    const due = momentary(meter.energies()).at(-1)!;
    expect(energyToLufs(floats[FLOAT.momentary])).toBeCloseTo(due, 1);
    player.playing(false);
    player.render(48_000);
    expect(floats[FLOAT.peakLeft]).toBe(0);
    expect(energyToLufs(floats[FLOAT.momentary])).toBeLessThan(-100);
  });
});
