import { describe, expect, it } from 'vitest';
import { formatProblem, parseCueSheet, parseWorkoutFile, serializeWorkoutFile } from '../../../src/model/index.ts';

const parse = (text: string) => parseCueSheet(text, { id: 'w' });
const sentences = (text: string): string[] => parse(text).problems.map(formatProblem);
const cuesOf = (text: string) => {
  const { document, problems } = parse(text);
  expect(problems).toEqual([]);
  expect(parseWorkoutFile(serializeWorkoutFile(document)).problems).toEqual([]);
  return document!.cues;
};

describe('a cue sheet', () => {
  it.each([
    ['0:05', 5000],
    ['00:05', 5000],
    ['75:30', 4_530_000],
    ['1:02:03', 3_723_000],
    ['01:02.5', 62_500],
    ['01:02.050', 62_050],
    ['0', 0],
    ['5000', 5000],
  ])('reads the time %s', (time, time_ms) => {
    expect(cuesOf(`${time},Go`)).toEqual([{ time_ms, text: 'Go' }]);
  });

  it.each(['', 'soon', '1:60', '0:5', '1:60:00', '-5', '1.5', '1e3', '1:2:03', '0:05.1234'])(
    'refuses the time %j',
    (time) => {
      expect(sentences(`0:01,a\n${time},b`)).toEqual([
        `Error in line 2, time: expected mm:ss, h:mm:ss, mm:ss.mmm or whole milliseconds, got ${time === '' ? 'nothing' : JSON.stringify(time)}.`,
      ]);
      expect(parse(`0:01,a\n${time},b`).document).toBeNull();
    },
  );

  it('reads commas, semicolons and tabs, with and without a header, with any line end', () => {
    const expected = [
      { time_ms: 5000, text: 'Up, up; and up' },
      { time_ms: 65_250, text: 'Down' },
    ];
    expect(cuesOf('\uFEFFtime,text\r\n0:05,"Up, up; and up"\r\n1:05.250,Down\r\n')).toEqual(expected);
    expect(cuesOf('"Time";"Text"\n00:05;"Up, up; and up"\n01:05,250;Down')).toEqual(expected);
    expect(cuesOf('0:05\tUp, up; and up\r1:05.25\tDown\r')).toEqual(expected);
    expect(cuesOf('0:05,"Up, up; and up"\n\n , \n65250,Down')).toEqual(expected);
    expect(cuesOf('01:05,250;Down')).toEqual([expected[1]]);
    expect(cuesOf('0:05,Up; and up')).toEqual([{ time_ms: 5000, text: 'Up; and up' }]);
  });

  it('keeps quotes and line ends inside quoted texts, and counts lines past them', () => {
    expect(cuesOf('0:05,"Say ""go"".\nThen go."')).toEqual([{ time_ms: 5000, text: 'Say "go".\nThen go.' }]);
    expect(sentences('0:05,"one\r\ntwo"\r\nsoon,three')).toEqual([expect.stringContaining('line 3, time')]);
  });

  it('reads further columns by their names, in any order', () => {
    expect(
      cuesOf('text;Tags;time;gain_db;ID;level;audio\nGo;climb|fast;0:05;-1,5;go;hard;go.wav\n;;0:06;;;;b.wav'),
    ).toEqual([
      { id: 'go', time_ms: 5000, text: 'Go', audio: 'go.wav', gain_db: -1.5, level: 'hard', tags: ['climb', 'fast'] },
      { time_ms: 6000, audio: 'b.wav' },
    ]);
  });

  it('finds all errors at once, each with its line', () => {
    expect(
      sentences('time,text,id,gain_db,mood\n0:01,a,x,99,happy\nsoon,b,a/b,loud,\n0:03,,x,,\n0:04,d,,,,extra'),
    ).toEqual([
      'Warning in line 1: expected the columns time, text, id, level, tags, gain_db, audio; got "mood", which is left out.',
      expect.stringMatching(/^Error in line 3, time: /),
      'Error in line 3, gain_db: expected decibels in -60..24, got "loud".',
      'Error in line 5: expected 5 cells, got 6; a text with separators in it needs double quotes.',
      'Error in line 2, gain_db: expected decibels in -60..24, got 99.',
      expect.stringMatching(/^Error in line 3, id: /),
      'Error in line 4, id: expected an id of its own, got "x", the id of line 2.',
      'Error in line 4: expected text or audio, got neither.',
    ]);
  });

  it('warns of cues at the same time', () => {
    expect(sentences('0:01,a\n1000,b')).toEqual([
      'Warning in line 2, time: expected a time of its own, got 1000, the time of line 1; they are spoken over each other.',
    ]);
    expect(parse('0:01,a\n1000,b').document).not.toBeNull();
  });

  it.each([
    ['', 'Error in the file: expected rows of a time and a text, got none.'],
    ['time,text\n', 'Error in the file: expected rows of a time and a text, got none.'],
    ['0:01,"a', 'Error in line 1: expected a closing ", got the end of the file.'],
    ['time,text,time\n0:01,a', 'Error in line 1: expected each column once, got "time" again.'],
    [
      '0:01,Hello, world',
      'Error in line 1: expected 2 cells, got 3; a text with separators in it needs double quotes.',
    ],
  ])('refuses %j', (text, sentence) => {
    expect(sentences(text)).toEqual([sentence]);
    expect(parse(text).document).toBeNull();
  });

  it('refuses an id that names no file', () => {
    expect(parseCueSheet('0:01,a', { id: 'a b' }).problems).toMatchObject([{ severity: 'error', path: 'id' }]);
  });
});
