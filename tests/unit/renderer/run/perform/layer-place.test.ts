import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameOfFile } from '../../../../../renderer/run/perform/layer-place.ts';
import { gainText, layerWords, levelShare } from '../../../../../renderer/run/perform/layer-words.ts';
import { type Decibels, frames, type Layer, type LayerLoop } from '../../../../../src/model/index.ts';
import { layerLength } from '../../../../../src/plan/index.ts';

const none = { length: frames(0), curve: 'linear' } as const;
const layer = (loop: Partial<LayerLoop> | null = null, change: Partial<Layer> = {}): Layer => ({
  ...{ role: 'voice', file: 'a.wav', gain: 0 as Decibels, fadeIn: none, fadeOut: none },
  ...{ trimStart: frames(100), trimEnd: null },
  loop: loop === null ? null : { start: frames(0), end: null, crossfade: none, times: null, ...loop },
  ...change,
});
const file = frames(1000);

describe('the place of a layer in its file', () => {
  it('goes on from where it is trimmed to its end', () => {
    expect(frameOfFile(layer(), file, 0)).toBe(100);
    expect(frameOfFile(layer(), file, 250.4)).toBe(350);
    expect(frameOfFile(layer(), file, 5000)).toBe(1000);
    expect(frameOfFile(layer(), null, 5)).toBeNull();
  });

  it('comes back with each pass of a loop, where passes cross to the one that comes in', () => {
    const loop = layer({ start: frames(200), end: frames(400) });
    expect([0, 299, 300, 499, 500].map((played) => frameOfFile(loop, file, played))).toEqual([100, 399, 200, 399, 200]);
    const crossed = layer({ start: frames(200), end: frames(400), crossfade: { length: frames(50), curve: 'linear' } });
    expect([249, 250, 399, 400].map((played) => frameOfFile(crossed, file, played))).toEqual([349, 200, 349, 200]);
  });

  it('leaves after the last pass, and when it is let go', () => {
    const twice = layer({ start: frames(200), end: frames(400), times: 2 });
    expect([499, 500, 700].map((played) => frameOfFile(twice, file, played))).toEqual([399, 400, 600]);
    expect(frameOfFile(layer({ start: frames(200), end: frames(400) }), file, 12_345, 150)).toBe(850);
  });

  it('is at the end when all of it has sounded, whatever its loop', () => {
    const number = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(number, number, number, fc.integer({ min: 1, max: 5 }), (start, end, cross, times) => {
        const crossfade = { length: frames(cross), curve: 'linear' as const };
        const any = layer({ start: frames(start), end: frames(end), crossfade, times });
        const length = layerLength(any, file)!;
        expect(frameOfFile(any, file, length)).toBe(1000);
        expect(frameOfFile(any, file, length - 1)).toBe(999);
      }),
    );
  });
});

describe('a layer on its card', () => {
  const known = { role: 'background', phase: 'sounding', loops: true, vamps: false, streamed: true } as const;

  it('is called by its role and what matters most of it', () => {
    expect(layerWords(known)).toBe('background · loop');
    expect(layerWords({ ...known, vamps: true })).toBe('background · vamp');
    expect(layerWords({ ...known, loops: false })).toBe('background · streamed');
    expect(layerWords({ ...known, phase: 'broken' })).toBe('background · cannot be played');
    expect(layerWords({ ...known, loops: false, streamed: false })).toBe('background');
  });

  it('shows its gain with what it was faded to', () => {
    expect(gainText(-16.2 as Decibels, 0)).toBe('−16.2 dB');
    expect(gainText(-16 as Decibels, -6)).toBe('−22.0 dB');
    expect(gainText(-16 as Decibels, -60)).toBe('silent');
    expect(gainText(-Infinity as Decibels, 0)).toBe('silent');
  });

  it('shows its level from −60 dB to full', () => {
    expect([0, 0.001, 1, 4].map(levelShare)).toEqual([0, 0, 1, 1]);
    expect(levelShare(10 ** (-30 / 20))).toBeCloseTo(0.5);
  });
});
