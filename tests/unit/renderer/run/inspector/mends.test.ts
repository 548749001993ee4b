import { describe, expect, it } from 'vitest';
import { isStreamed, mendsOf } from '../../../../../renderer/run/inspector/mends.ts';
import { secondsText, sharedOf } from '../../../../../renderer/run/inspector/shared.ts';
import { applyCuelistEdits, type SessionCueDocument } from '../../../../../src/model/index.ts';
import { someList, sound, stepOf } from '../list/some-list.ts';

const follows = { follow: 'auto-follow' } as const;

describe('what would mend a junction', () => {
  const all: Readonly<Record<string, SessionCueDocument[]>> = {
    'a gap that was asked for': [
      sound('a', { ...follows, transition: { type: 'gap', duration_ms: 2000 } }),
      sound('b'),
    ],
    'a post-wait': [sound('a', { ...follows, post_wait_ms: 300 }), sound('b')],
    'a pre-wait of what follows': [sound('a', follows), sound('b', { pre_wait_ms: 250 })],
    'a sound that ends before its cue': [sound('a', { ...follows, duration_seconds: 12 }), sound('b')],
    'the operator’s hand': [sound('a'), sound('b')],
  };

  it.each(Object.entries(all))('is, of %s, one edit that makes it gapless', (_, cues) => {
    const list = someList(cues);
    const [mend, ...more] = mendsOf(stepOf(list, 'a'), list.steps, list.checks[0]);
    expect(more).toEqual([]);
    const { document } = applyCuelistEdits(list.document, mend.edits);
    expect(someList(document.cues).checks[0].junction?.kind).toBe('gapless');
  });

  it('is nothing where it is gapless, or where a file is at fault', () => {
    const gapless = someList([sound('a', follows), sound('b')]);
    expect(mendsOf(stepOf(gapless, 'a'), gapless.steps, gapless.checks[0])).toEqual([]);
    const streamed = someList([sound('a', follows), sound('b')], { streams: ['b.wav'] });
    expect(mendsOf(stepOf(streamed, 'a'), streamed.steps, streamed.checks[0])).toEqual([]);
    expect(isStreamed(stepOf(streamed, 'a'), streamed.checks)).toBe(true);
    expect(isStreamed(stepOf(gapless, 'a'), gapless.checks)).toBe(false);
  });
});

describe('what several cues share', () => {
  it('is their value, or nothing where they differ', () => {
    expect(sharedOf([{ gain: 1 }, { gain: 1 }], ({ gain }) => gain)).toBe(1);
    expect(sharedOf([{ gain: 1 }, { gain: 2 }], ({ gain }) => gain)).toBeNull();
    expect(sharedOf([], () => 1)).toBeNull();
  });

  it('is written in seconds with no more digits than it has', () => {
    expect([0, 192_000, 12_000, 48].map(secondsText)).toEqual(['0', '4', '0.25', '0.001']);
  });
});
