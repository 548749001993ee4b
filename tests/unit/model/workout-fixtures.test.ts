import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { formatProblem, isUsable, parseWorkoutFile } from '../../../src/model/index.ts';

const folder = new URL('../../fixtures/workouts/', import.meta.url);

/** Each fixture is named for its defect; these are all the sentences it earns, and the only ones. */
const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  'anchors-unknown.json': [
    'Error in cues[4].anchor.beat: expected a number of beats, got nothing.',
    'Error in cues[5].anchor.track: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got nothing.',
    'Error in cues[5].anchor.beat: expected a number of beats, got nothing.',
    'Warning in cues[2].anchor.track: expected the id of a track: music; got "song"; the cue keeps its time.',
    'Warning in cues[3].anchor.segment: expected the id of a segment: segment-1, climb; got "segment-2"; the cue keeps its time.',
  ],
  'byte-order-mark.txt': [],
  'coach-unknown.json': ['Error in variants[0].coach: expected the id of a coach: anna; got "ben".'],
  'cue-past-end.json': [
    'Error in cues[1].time_ms: expected a time before the end of the workout at 60000 ms, got 60000.',
    'Error in cues[2].time_ms: expected a time before the end of the workout at 60000 ms, got 61000.',
  ],
  'cue-times-negative-infinite-text.json': [
    'Error in cues[0].time_ms: expected milliseconds in 0..86400000, got -1.',
    'Error in cues[1].time_ms: expected milliseconds in 0..86400000, got Infinity.',
    'Error in cues[2].time_ms: expected milliseconds in 0..86400000, got "0:05".',
    'Error in cues[3].time_ms: expected milliseconds in 0..86400000, got nothing.',
    'Error in cues[4].time_ms: expected milliseconds in 0..86400000, got null.',
  ],
  'cue-without-text-or-audio.json': [
    'Error in cues[3]: expected a cue object, got 7.',
    'Error in cues[0]: expected text or audio, got neither.',
    'Error in cues[1]: expected text or audio, got neither.',
  ],
  'full.json': [],
  'gains-out-of-range.json': [
    'Error in cues[0].gain_db: expected decibels in -60..24, got 25.',
    'Error in cues[0].duck.depth_db: expected decibels in -40..0, got 12.',
    'Error in cues[0].duck.lead_ms: expected milliseconds in 0..10000, got -1.',
    'Error in cues[0].duck.hold_ms: expected milliseconds in 0..10000, got "long".',
    'Error in coaches[0].rate: expected times in 0.5..2, got 3.',
    'Error in variants[0].ducking: expected a ducking preset (punchy, standard, calm or off) or an object of ducking settings, got "loud".',
    'Error in variants[0].voice_level_db: expected decibels in -24..24, got -25.',
    'Error in variants[0].target_lufs: expected LUFS in -40..-5, got 0.',
    'Error in variants[0].formats[1]: expected mp3, m4a, opus, flac, wav, wav16 or wav32, got "ogg".',
  ],
  'ids-outside-pattern.json': [
    'Error in id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got "..".',
    'Error in cues[0].id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got "a/b".',
    'Error in coaches[0].id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got "".',
    'Error in variants[0].id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got "größe".',
    'Error in variants[1].id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got nothing.',
  ],
  'ids-twice.json': [
    'Error in cues[1].id: expected an id of its own, got "c", the id of cues[0].',
    'Error in coaches[1].id: expected an id of its own, got "anna", the id of coaches[0].',
    'Error in variants[1].id: expected an id of its own (case does not count: it names files), got "V", the id of variants[0].',
  ],
  'minimal.json': [],
  'overlaps.json': [
    'Warning in cues[1].time_ms: expected a time of its own, got 5, the time of cues[0]; they are spoken over each other.',
    'Warning in segments[1].start_time: expected a start after segments[0] ends at 40 s, got 30.',
    'Warning in segments[1].duration_seconds: expected an end by the end of the workout at 60 s, got 70 s.',
  ],
  'prototype-keys.json': [
    'Error in __proto__: expected any other key, got "__proto__", a reserved one.',
    'Error in lexicon.__proto__: expected any other key, got "__proto__", a reserved one.',
    'Error in cues[0].x.__proto__: expected any other key, got "__proto__", a reserved one.',
  ],
  'segments-wrong.json': [
    'Error in segments[0].start_time: expected seconds in 0..86400, got -5.',
    'Error in segments[0].duration_seconds: expected seconds over 0 and up to 86400, got 0.',
    'Error in segments[0].bpm: expected beats per minute over 0 and up to 400, got 0.',
    'Error in segments[1].start_time: expected seconds in 0..86400, got nothing.',
    'Error in segments[1].intensity: expected an intensity: low, medium, high, max, or a word of your own, got 4.',
    'Error in segments[1].bpm: expected beats per minute over 0 and up to 400, got 9000.',
  ],
  'syntax-comma-at-end.txt': ['Error in line 5, column 3: expected a JSON value, got "]".'],
  'syntax-comment.txt': ['Error in line 2, column 3: expected a key in double quotes, got "/".'],
  'syntax-cut-off.txt': ['Error in line 3, column 18: expected the closing " of a text, got the end of the file.'],
  'takes-wrong.json': [
    'Error in cues[0].speed: expected times in 0.5..2, got 3.',
    'Error in cues[0].takes[4].audio: expected the path of an audio file, got nothing.',
    'Error in cues[0].takes[4].chosen: expected true or false, got "yes".',
    'Warning in cues[0].takes[1].chosen: expected one chosen take of each coach, got another than takes[0], which counts.',
    'Error in cues[0].takes[3].end_ms: expected a time after the start at 100 ms, got 50.',
    'Error in cues[0].takes[3].id: expected an id of its own, got "3", the id of takes[2] of that cue.',
    'Error in cues[0].takes[3].coach: expected the id of a coach: anna; got "ben".',
  ],
  'tracks-wrong.json': [
    'Error in tracks[0].beats_per_bar: expected a whole number of beats in 1..16, got 0.',
    'Error in tracks[1].file: expected a path or an address, got "".',
    'Error in tracks[1].trim_end_ms: expected milliseconds over 0 and up to 86400000, got 0.',
    'Error in tracks[1].crossfade_curve: expected linear, equal-power or raised-cosine-db, got "steep".',
    'Error in tracks[1].id: expected an id of its own, got "one", the id of tracks[0].',
    'Warning in music_url: expected music_url or tracks, got both; the tracks count.',
    'Error in tracks[0].trim_end_ms: expected a time after the start at 5000 ms, got 5000.',
  ],
  'variant-ids-built-in.json': [
    'Error in variants[0].id: expected an id other than music and coaching, which are always there, got "music".',
    'Error in variants[1].id: expected an id other than music and coaching, which are always there, got "Coaching".',
  ],
  'wrong-types.json': [
    'Error in version: expected a number, got "2".',
    'Error in id: expected an id of 1 to 80 of the characters A-Z a-z 0-9 . _ - that is not "." or "..", got 5.',
    'Error in title: expected a text, got an empty array.',
    'Error in duration_seconds: expected seconds over 0 and up to 86400, got "2700".',
    'Error in music_url: expected a path or an address, got an object.',
    'Error in segments: expected an array of segments, got an object.',
    'Error in cues: expected an array of cues, got "none".',
    'Error in coaches[0]: expected a coach object, got null.',
    'Error in variants[0]: expected a variant object, got an empty array.',
    'Error in lexicon.a: expected the spoken form as a text, got 5.',
  ],
};

describe('workout fixtures', () => {
  it('are all expected here', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(EXPECTED).sort());
  });

  it.each(Object.entries(EXPECTED))('%s', (name, sentences) => {
    const { workout, problems } = parseWorkoutFile(readFileSync(new URL(name, folder), 'utf8'));
    expect(problems.map(formatProblem).sort()).toEqual([...sentences].sort());
    expect(workout !== null).toBe(isUsable(problems));
  });
});
