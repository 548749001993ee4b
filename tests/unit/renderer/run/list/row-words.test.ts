import { describe, expect, it } from 'vitest';
import { checkList } from '../../../../../renderer/run/list/list-check.ts';
import {
  cueLengthText,
  junctionWords,
  layersText,
  shortTime,
  thenText,
} from '../../../../../renderer/run/list/row-words.ts';
import type { SessionList } from '../../../../../src/contract/index.ts';
import { frames, type SessionCueDocument } from '../../../../../src/model/index.ts';
import { group, type SomeList, someList, sound, stepOf } from './some-list.ts';

const follows = { follow: 'auto-follow' } as const;
const junction = (list: SomeList, id: string) => junctionWords(stepOf(list, id), list.steps, list.checks);

describe('times', () => {
  it('are as short as they can be read', () => {
    expect([8640, 48_000, 192_000, 120_000, 4_320_000].map((length) => shortTime(frames(length)))).toEqual([
      '180 ms',
      '1 s',
      '4 s',
      '2.5 s',
      '1:30',
    ]);
  });
});

describe('how cues meet', () => {
  it('is gapless, a crossfade, GO or nothing', () => {
    const list = someList([
      sound('a', follows),
      sound('b', { ...follows, transition: { type: 'crossfade', duration_ms: 4000 } }),
      sound('c'),
      sound('d', { follow: 'auto-continue' }),
      sound('e'),
    ]);
    expect(['a', 'b', 'c', 'd', 'e'].map((id) => junction(list, id).words)).toEqual([
      'gapless',
      'crossfade 4 s',
      'GO',
      'together',
      '–',
    ]);
    expect(junction(list, 'a')).toMatchObject({ tone: 'go', shape: 'check', why: 'Joined at the exact frame' });
  });

  it('warns of silence that nobody asked for, and only of that', () => {
    const list = someList(
      [
        sound('asked', { ...follows, post_wait_ms: 500 }),
        sound('long', { ...follows, duration_seconds: 12 }),
        sound('late', follows),
        sound('big', follows),
        sound('gone', follows),
        sound('last'),
      ],
      { broken: ['gone.wav'], streams: ['big.wav'] },
    );
    expect(
      ['asked', 'long', 'late', 'big'].map((id) => `${junction(list, id).tone} ${junction(list, id).words}`),
    ).toEqual(['plain gap 500 ms', 'warn gap 2 s · why', 'warn gap 150 ms · why', 'warn into silence · why']);
    expect(junction(list, 'big').why).toContain('gone.wav is not there');
  });
});

describe('a line', () => {
  const first = (cue: SessionCueDocument, more: SessionCueDocument[] = []): [SomeList, ReturnType<typeof stepOf>] => {
    const list = someList([cue, ...more]);
    return [list, list.steps[0]];
  };

  it('says what a cue is made of', () => {
    const layers = [
      { role: 'voice', file: 'v.wav' },
      { role: 'background', file: 'b.wav' },
      { role: 'background', file: 'c.wav' },
    ] as const;
    const made = (cue: SessionCueDocument): string => {
      const [list, step] = first(cue, [sound('z', { number: '9' })]);
      return layersText(step, list.steps);
    };
    expect(made(sound('a', { layers: [...layers] }))).toBe('voice + 2 beds');
    expect(made(group('g', [sound('b'), sound('c')], { mode: 'playlist', shuffle: true }))).toBe('2 cues · shuffle');
    expect(made({ id: 'f', kind: 'control', control: { does: 'fade', target: 'z', gain_db: -12 } })).toBe(
      'fades 9 to −12.0 dB',
    );
    expect(made({ id: 's', kind: 'control', control: { does: 'stop' } })).toBe('stops all');
    expect(made({ id: 'm', kind: 'memo', notes: 'Lights up\nthen wait' })).toBe('Lights up');
    expect(made({ id: 'p', kind: 'placeholder', duration_seconds: 10 })).toBe('still to come');
  });

  it('says how long it lasts', () => {
    const lasts = (cue: SessionCueDocument, broken: string[] = []): string => {
      const list = someList([cue], { broken });
      return cueLengthText(list.steps[0].cue, list.checks[0]);
    };
    expect(lasts(sound('a'))).toBe('0:10');
    expect(lasts(sound('a', { duration_seconds: 2.5 }))).toBe('2.5 s');
    expect(lasts(sound('a', { layers: [{ file: 'a.wav', loop: true }] }))).toBe('∞');
    expect(lasts(sound('a', { layers: [{ file: 'a.wav', loop: { start_ms: 1000 } }] }))).toBe('∞ vamp');
    expect(lasts(sound('a'), ['a.wav'])).toBe('–');
    expect(lasts({ id: 'm', kind: 'memo' })).toBe('');
    expect(cueLengthText(someList([sound('a')]).steps[0].cue, null)).toBe('…');
  });

  it('says what comes of itself', () => {
    const list = someList([
      sound('a', follows),
      sound('b'),
      group('g', [sound('c'), sound('d')]),
      group('h', [sound('e'), sound('f')], { mode: 'together' }),
    ]);
    expect(['a', 'b', 'c', 'd', 'e', 'h'].map((id) => thenText(stepOf(list, id), list.steps))).toEqual([
      'auto-follow',
      'GO',
      'auto-follow',
      'end',
      'together',
      'end',
    ]);
  });
});

describe('the pre-flight of a list', () => {
  const checked = (list: SomeList, warnings: string[] = []) =>
    checkList({ document: list.document, cues: list.checks, warnings } as unknown as SessionList, list.steps);

  it('is clear where everything is', () => {
    expect(checked(someList([sound('a', follows), sound('b')]))).toMatchObject({
      ...{ tone: 'go', words: 'Pre-flight clear', holds: '2 cues, 2 files', findings: [] },
    });
  });

  it('names what cannot be played once, with its cue, before what only waits', () => {
    const list = someList([sound('a', { ...follows, duration_seconds: 12 }), sound('b')], { broken: ['b.wav'] });
    const check = checked(list, ['B: b.wav is not there', 'cues[0]: something else']);
    expect(check).toMatchObject({ tone: 'error', words: '1 broken sound' });
    expect(check.findings.map(({ tone, cue, why }) => [tone, cue, why])).toEqual([
      ['warn', 'a', 'into silence: “B” is silent: b.wav is not there'],
      ['error', 'b', 'b.wav is not there'],
      ['warn', null, 'cues[0]: something else'],
    ]);
  });

  it('says what it has not looked into yet', () => {
    const list = someList([sound('a'), sound('b')]);
    const checks = list.checks.map((check) => ({
      ...check,
      layers: check.layers.map((layer) => ({ ...layer, frames: null })),
    }));
    expect(checked({ ...list, checks })).toMatchObject({ tone: 'plain', words: 'Looking into 2 files', unknown: 2 });
    expect(checked(someList([]))).toMatchObject({ tone: 'plain', words: 'No cues yet' });
  });
});
