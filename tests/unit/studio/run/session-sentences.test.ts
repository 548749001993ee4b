import { expect, it } from 'vitest';
import { type Frames, readCuelistDocument } from '../../../../src/model/index.ts';
import { createShow, type SessionLine } from '../../../../src/session/index.ts';
import { logLine } from '../../../../src/studio/run/session-sentences.ts';

const { cuelist } = readCuelistDocument({
  id: 'l',
  cues: [
    { id: 'doors', layers: [{ file: 'doors.wav' }], follow: 'auto-follow' },
    {
      ...{ id: 'breath', number: '3', name: 'Breath' },
      layers: [
        { role: 'background', file: 'rain.flac' },
        { role: 'voice', file: 'breath.wav' },
      ],
    },
  ],
});
const show = createShow(cuelist!, 1);
const held = { voice: 0, background: 0, generic: 0, kept: 0 };
const told = (event: SessionLine['event'], more: Partial<SessionLine> = {}, joined = false): string => {
  const line = { event, at: 26_784_000 as Frames, cue: 1, run: 4, layer: null, reason: null, held, ...more };
  const { level, text } = logLine(show, line, joined ? show.steps[0].cue : null);
  return `${level} ${text}`;
};

it('says how sound is read as the operator was promised it', () => {
  const ready = (reason: string): string => told('prefetch.ready', { layer: 1, reason });
  expect(ready('Prefetched 1/2 audio tracks for cue')).toBe('debug Prefetched 1/2 audio tracks for cue 3 “Breath”');
  expect(ready('Prefetched 2/2 audio tracks for cue')).toBe('debug Prefetched 2/2 audio tracks for cue 3 “Breath”');
  expect(told('stream.start', { layer: 1, reason: 'buffer limit' })).toBe(
    'debug [session] Streaming 3 “Breath” · voice breath.wav (buffer limit)',
  );
  expect(told('perf', { layer: 1, reason: 'decode took 62 ms' })).toBe(
    'info [perf] 3 “Breath” · voice breath.wav: decode took 62 ms',
  );
  expect(told('prefetch.deferred', { layer: 0, reason: 'buffer limit' })).toBe(
    'debug 3 “Breath” · background rain.flac waits for room: buffer limit',
  );
  expect(told('prefetch.failed', { layer: 0, reason: 'the drive is gone' })).toBe(
    'warning 3 “Breath” · background rain.flac could not be read ahead: the drive is gone',
  );
});

it('says what began, after what, and what went wrong', () => {
  expect(told('cue.start')).toBe('info 3 “Breath” began at frame 26 784 000');
  expect(told('cue.start', {}, true)).toBe('info 3 “Breath” joined “doors” at frame 26 784 000');
  expect(told('cue.end', { reason: 'stopped' })).toBe('info 3 “Breath” is over: stopped');
  expect(told('cue.broken', { layer: 1, reason: 'it is no sound' })).toBe(
    'warning 3 “Breath” · voice breath.wav is not heard: it is no sound',
  );
  expect(told('late', { layer: 1, reason: '12 ms' })).toBe('warning 3 “Breath” · voice breath.wav came 12 ms late');
  expect(told('underrun', { layer: 1, reason: '480 frames were not there in time' })).toBe(
    'warning 3 “Breath” · voice breath.wav ran dry: 480 frames were not there in time',
  );
  expect(told('go.ignored', { cue: null, reason: 'too soon after the last GO' })).toBe(
    'info GO was ignored: too soon after the last GO',
  );
  expect(told('panic', { cue: null, reason: 'fades in 1000 ms' })).toBe('info Panic: fades in 1000 ms');
});
