import { beforeEach, describe, expect, it } from 'vitest';
import { useEditor } from '../../../../renderer/edit/edit-store.ts';
import {
  feedTransport,
  holdsMix,
  loopFrom,
  loopTo,
  playhead,
  seekMix,
  setMixLoop,
  skipMix,
  toggleMixLoop,
  useMixTransport,
} from '../../../../renderer/edit/mix-transport.ts';
import { frames } from '../../../../src/model/index.ts';

feedTransport();
beforeEach(() => {
  useEditor.setState({ ...useEditor.getInitialState(), path: '/w/a.json', stage: 'open' }, true);
  useMixTransport.setState(useMixTransport.getInitialState(), true);
});

describe('the playhead, while the player holds no mix', () => {
  it('is where it was put, never before the start', () => {
    seekMix(48_000.4);
    expect(playhead()).toBe(48_000);
    skipMix(5);
    expect(playhead()).toBe(288_000);
    skipMix(-60);
    expect(playhead()).toBe(0);
  });

  it('begins anew with another workout, and stays where one goes on under another name', () => {
    seekMix(48_000);
    setMixLoop({ start: frames(1), end: null });
    useEditor.setState({ path: '/w/a-2.json', stage: 'open' });
    expect(playhead()).toBe(48_000);
    useEditor.setState({ path: '/w/b.json', stage: 'opening' });
    expect(playhead()).toBe(0);
    expect(useMixTransport.getState()).toMatchObject({ loop: null, looping: false });
  });
});

describe('the loop', () => {
  it('is set from either end; the other stays where that makes sense', () => {
    loopTo(frames(96_000));
    expect(useMixTransport.getState()).toMatchObject({ loop: { start: 0, end: 96_000 }, looping: true });
    loopFrom(frames(48_000));
    expect(useMixTransport.getState().loop).toEqual({ start: 48_000, end: 96_000 });
    loopFrom(frames(120_000));
    expect(useMixTransport.getState().loop).toEqual({ start: 120_000, end: null });
    loopTo(frames(100_000));
    expect(useMixTransport.getState().loop).toEqual({ start: 0, end: 100_000 });
  });

  it('is remembered while it is off', () => {
    setMixLoop({ start: frames(10), end: frames(20_000) });
    toggleMixLoop();
    expect(useMixTransport.getState()).toMatchObject({ loop: { start: 10 }, looping: false });
    toggleMixLoop();
    expect(useMixTransport.getState().looping).toBe(true);
  });
});

it('knows the mix of the open workout from other sounds', () => {
  const mix = { kind: 'mix', workout: '/w/a.json', variant: 'full' } as const;
  expect(holdsMix({ sound: mix }, '/w/a.json')).toBe(true);
  expect(holdsMix({ sound: mix }, '/w/b.json')).toBe(false);
  expect(holdsMix({ sound: { kind: 'source', source: 'x' } }, '/w/a.json')).toBe(false);
  expect(holdsMix({ sound: null }, null)).toBe(false);
});
