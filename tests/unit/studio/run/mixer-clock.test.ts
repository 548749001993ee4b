import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frames } from '../../../../src/model/index.ts';
import { createMixerClock } from '../../../../src/studio/run/mixer-clock.ts';

/** A mixer whose clock is off by `drift`, its messages under way for `delays` milliseconds, one every `every`. */
const mixer = (delays: readonly number[], every: number, drift: number) =>
  delays.map((delay, at) => {
    const said = (at + 1) * every;
    return { frame: frames(Math.floor(said * 48 * (1 + drift))), arrives: said + delay, said };
  });

describe('the clock of a mixer', () => {
  it('stands still until a mixer counts, and again when it is gone', () => {
    const clock = createMixerClock(frames(1_000));
    expect([clock.now(0), clock.now(5_000)]).toEqual([1_000, 1_000]);
    clock.start(frames(1_000));
    expect(clock.now(5_010)).toBe(1_000);
    clock.feed(frames(0), 5_020); // its device is being opened
    expect(clock.now(5_050)).toBe(1_000);
    clock.feed(frames(480), 5_060);
    expect(clock.now(5_070)).toBe(1_960);
    clock.stop(5_080);
    expect(clock.isRunning()).toBe(false);
    expect(clock.now(9_000)).toBe(2_440);
    clock.feed(frames(480_000), 9_000); // a message of the mixer that is gone
    clock.start(clock.now(10_000));
    clock.feed(frames(48), 10_001);
    expect(clock.now(10_001)).toBe(2_488);
  });

  it('takes the message that was least late for the truth', () => {
    const clock = createMixerClock(frames(0));
    clock.start(frames(0));
    clock.feed(frames(4_800), 140);
    clock.feed(frames(9_600), 202);
    clock.feed(frames(14_400), 390);
    expect(clock.now(400)).toBe((400 - 2) * 48);
    // Two seconds on, that message tells of another time.
    clock.feed(frames(2_190 * 48), 2_200);
    clock.feed(frames(2_290 * 48), 2_310);
    expect(clock.now(2_310)).toBe((2_310 - 10) * 48);
  });

  it('stands when the mixer says nothing more, and catches up without a jump back', () => {
    const clock = createMixerClock(frames(0));
    clock.start(frames(0));
    clock.feed(frames(4_800), 100);
    expect(clock.now(60_000)).toBe(1_100 * 48);
    clock.feed(frames(9_600), 60_000);
    expect(clock.now(60_100)).toBe(1_100 * 48);
    clock.feed(frames(9_600 + 48 * 2_000), 62_000);
    expect(clock.now(62_000)).toBe(9_600 + 48 * 2_000);
  });

  it('never goes back, and is never off by more than the messages are late and the clocks differ', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 60, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 40, max: 400 }),
        fc.double({ min: -200e-6, max: 200e-6, noNaN: true }),
        (delays, every, drift) => {
          const clock = createMixerClock(frames(0));
          clock.start(frames(0));
          const bound = 60 * 48 + 2_500 * 48 * Math.abs(drift) + 2;
          const messages = mixer(delays, every, drift).sort((a, b) => a.arrives - b.arrives);
          let last = 0;
          for (const { frame, arrives } of messages) {
            clock.feed(frame, arrives);
            for (const ms of [arrives, arrives + 7]) {
              const now = clock.now(ms);
              expect(now).toBeGreaterThanOrEqual(last);
              last = now;
              const truth = ms * 48 * (1 + drift);
              expect(Math.abs(now - truth)).toBeLessThanOrEqual(bound);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
