import { apply } from 'mutative';
import { describe, expect, it } from 'vitest';
import {
  applyWorkoutEdits,
  frames,
  type MusicFacts,
  seconds,
  type WorkoutDocument,
  type WorkoutEdit,
} from '../../../src/model/index.ts';

const facts: MusicFacts = new Map([
  ['a.mp3', { length: frames(60 * 48_000), grid: { bpm: 120, firstBeat: seconds(0.5), beatsPerBar: 4 } }],
  ['b.mp3', { length: frames(90 * 48_000), grid: { bpm: 150, firstBeat: seconds(0), beatsPerBar: 4 } }],
  ['hum.mp3', { length: frames(30 * 48_000), grid: null }],
]);

/** The document after edits; holds the promises that every edit makes. */
const edited = (document: WorkoutDocument, ...edits: WorkoutEdit[]) => {
  const before = structuredClone(document);
  const result = applyWorkoutEdits(document, edits, facts);
  expect(document).toEqual(before);
  expect(apply(document as object, result.patches as never)).toEqual(result.document);
  expect(apply(result.document as object, result.inverse as never)).toEqual(before);
  return result;
};
const timesOf = ({ document }: { document: WorkoutDocument }) =>
  Object.fromEntries((document.cues ?? []).map(({ id, time_ms }) => [id, time_ms]));

describe('cues', () => {
  const document: WorkoutDocument = {
    id: 'w',
    mood: 'sunny',
    music_url: 'a.mp3',
    cues: [
      { time_ms: 1000, text: 'Breathe', extra: { kept: true } },
      { time_ms: 5000, text: 'Climb now. Stand up.', gain_db: 2, audio: 'climb.wav' },
    ],
  };

  it('get ids by place with the first edit, and only those change', () => {
    const {
      document: after,
      label,
      touched,
    } = edited(document, { op: 'cues.change', ids: ['cue-1'], change: { text: 'Breathe in' } });
    expect(after).toEqual({
      ...document,
      cues: [
        { id: 'cue-1', time_ms: 1000, text: 'Breathe in', extra: { kept: true } },
        { ...document.cues?.[1], id: 'cue-2' },
      ],
    });
    expect(label).toBe('Change the text of “Breathe”');
    expect(touched).toEqual(['cue-1']);
  });

  it('move to a beat of the track under them and go along with it', () => {
    const anchored = edited(document, { op: 'cues.anchor', ids: ['cue-2'], to: 'beat' }).document;
    expect(anchored.cues?.[1]?.anchor).toEqual({ track: 'music', beat: 9 });
    const later = edited(anchored, { op: 'tracks.add', tracks: [{ file: 'hum.mp3' }], index: 0 });
    expect(later.document.music_url).toBeUndefined();
    expect(later.document.tracks).toEqual([
      { id: 'hum', file: 'hum.mp3' },
      { id: 'music', file: 'a.mp3' },
    ]);
    expect(timesOf(later)).toEqual({ 'cue-1': 1000, 'cue-2': 35_000 });
    expect(later.touched).toEqual(['hum', 'cue-2', 'music']);
    const other = edited(later.document, { op: 'tracks.change', id: 'music', change: { file: 'b.mp3' } });
    expect(timesOf(other)).toEqual({ 'cue-1': 1000, 'cue-2': 33_600 });
    const gone = edited(other.document, { op: 'tracks.remove', ids: ['music'] });
    expect(gone.document.cues?.[1]).toMatchObject({ time_ms: 33_600 });
    expect(gone.document.cues?.[1]?.anchor).toBeUndefined();
  });
});
