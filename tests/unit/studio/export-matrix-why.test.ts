import { describe, expect, it } from 'vitest';
import { type CuePart, type ExportParts, GONE, PARTS_VERSION } from '../../../src/studio/export-matrix-parts.ts';
import { whatDiffers } from '../../../src/studio/export-matrix-why.ts';

const cue = (number: number): CuePart => ({
  ...{
    number,
    at: number * 48_000,
    said: `words ${number}`,
    text: `Words ${number}.`,
    recorded: false,
    gain: 0,
    speed: 1,
    duck: 'null',
  },
});
const made: ExportParts = {
  ...{ version: PARTS_VERSION, engine: '0.1.0', coach: 'Ana', coachingTrack: null, ducking: '{"depth":-12}' },
  music: [{ id: 'music', content: 'aa', sound: '{}' }],
  cues: Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`c${n}`, cue(n)])),
  ...{ voiceLevel: -3, length: 48_000, target: -14, ceiling: -1, encoding: 'mp3 320 kb/s', beside: 'mp3 320 kb/s' },
  ...{ title: 'Ride', name: 'Hard', segments: '[]' },
};
const why = (change: Partial<ExportParts>): string[] => whatDiffers(made, { ...made, ...change });
const withCues = (change: (cues: Record<string, CuePart>) => void): string[] => {
  const cues = structuredClone(made.cues) as Record<string, CuePart>;
  change(cues);
  return why({ cues });
};
const edit = (cues: Record<string, CuePart>, ids: readonly string[], change: Partial<CuePart>): void => {
  for (const id of ids) cues[id] = { ...cues[id], ...change };
};

describe('why a file is stale', () => {
  it('is nothing where everything is as it was, whatever the order of cues', () => {
    expect(why({})).toEqual([]);
    expect(why({ cues: Object.fromEntries(Object.entries(made.cues).reverse()) })).toEqual([]);
  });

  it('names each part that differs', () => {
    const others: { [Part in keyof ExportParts]: ExportParts[Part] } = {
      ...{ version: 0, engine: '0.2.0', coach: 'Ben', coachingTrack: 'bb', ducking: '', voiceLevel: 0, length: null },
      ...{ music: [], cues: {}, target: -16, ceiling: -2, encoding: 'flac', beside: 'flac', title: 'A', name: 'B' },
      segments: '[1]',
    };
    for (const part of Object.keys(made) as (keyof ExportParts)[])
      expect([part, why({ [part]: others[part] }).length]).toEqual([part, 1]);
  });

  it.each([
    [{ engine: '0.2.0' }, 'It was made by Cueforge 0.1.0; this is 0.2.0'],
    [{ target: -16 }, 'The target was −14, is −16 LUFS'],
    [{ encoding: 'mp3 192 kb/s', beside: 'mp3 192 kb/s' }, 'The encoding was mp3 320 kb/s, is mp3 192 kb/s'],
    [{ voiceLevel: 0 }, "The voice's level was −3 dB, is 0 dB"],
    [{ music: [{ id: 'music', content: GONE, sound: '{}' }] }, 'The music is not there any more'],
    [{ music: [{ id: 'music', content: 'bb', sound: '{}' }] }, 'The music is another file'],
    [
      { music: [{ id: 'music', content: 'aa', sound: '{"gain":1}' }] },
      'The music is trimmed, faded or levelled in another way',
    ],
    [{ coach: 'Ben' }, 'Ben speaks, not Ana'],
  ] as [Partial<ExportParts>, string][])('%j: %s', (change, sentence) => expect(why(change)).toEqual([sentence]));

  it('names up to three cues that something happened to, and counts more', () => {
    expect(withCues((cues) => edit(cues, ['c3'], { at: 7 }))).toEqual(["Ana's cue 3 was moved"]);
    expect(withCues((cues) => edit(cues, ['c5', 'c2'], { gain: 1 }))).toEqual([
      "Ana's cue 2 has another level",
      "Ana's cue 5 has another level",
    ]);
    expect(withCues((cues) => edit(cues, ['c1', 'c2', 'c3', 'c4'], { at: 7 }))).toEqual(["4 of Ana's cues were moved"]);
    expect(withCues((cues) => edit(cues, ['c1'], { said: 'x', recorded: true }))).toEqual([
      "Ana's cue 1 has another take",
    ]);
    expect(withCues((cues) => edit(cues, ['c1'], { text: 'Other words.' }))).toEqual([
      "Ana's cue 1 is written in other words",
    ]);
    expect(withCues((cues) => edit(cues, ['c1'], { said: 'x', text: 'Other words.' }))).toEqual([
      "Ana's cue 1 says something else",
    ]);
    expect(withCues((cues) => edit(cues, ['c1'], { said: 'x', at: 9 }))).toEqual([
      "Ana's cue 1 was moved",
      "Ana's cue 1 says something else",
    ]);
    expect(
      withCues((cues) => {
        delete cues.c2;
        cues.c6 = cue(6);
      }),
    ).toEqual(["Ana's cue 6 is new", "Ana's cue 2 is gone"]);
    // A cue's number is where it stands: one that only counts otherwise sounds the same.
    expect(withCues((cues) => edit(cues, ['c5'], { number: 4 }))).toEqual([]);
  });

  it('speaks of cues where nobody has a name', () => {
    const nameless = { ...made, coach: null };
    const moved = { ...nameless, cues: { ...made.cues, c3: { ...cue(3), at: 7 } } };
    expect(whatDiffers(nameless, moved)).toEqual(['Cue 3 was moved']);
  });
});
