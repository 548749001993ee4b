import { describe, expect, it } from 'vitest';
import { formatProblem, parseWorkoutFile, parseZwo, serializeWorkoutFile } from '../../../src/model/index.ts';

const ride = `\uFEFF<?xml version="1.0" encoding="UTF-8"?>
<workout_file>
  <author>A. Rider</author>
  <name>Été &amp; Hills: 4×4!</name>
  <description><![CDATA[Short & <sharp>]]></description>
  <sportType>bike</sportType>
  <tags><tag name="HILLS"/></tags>
  <workout>
    <Warmup Duration="600" PowerLow="0.25" PowerHigh="0.75">
      <textevent timeoffset="5" message="Hi &amp; welcome &quot;you&quot;, it&apos;s on&#33;"/>
      <TextEvent TimeOffset="66.5" message="Easy." duration="10"/>
    </Warmup>
    <SteadyState Duration="300" Power="0.9"><textnotification timeOffset="1" text="Hold."/></SteadyState>
    <IntervalsT Repeat="2" OnDuration="30" OffDuration="60" OnPower="1.2" OffPower="0.59">
      <textevent timeoffset="90" message="Second one."/>
      <textevent timeoffset="0" message="First one."/>
    </IntervalsT>
    <FreeRide Duration="60.25" FlatRoad="1"/>
    <MaxEffort Duration="10"/>
    <Ramp Duration="100" PowerLow="0.6" PowerHigh="1.1"/>
    <Cooldown Duration="120" PowerLow="0.6" PowerHigh="0.3"><textevent message="Well done."/></Cooldown>
    <textevent timeoffset="2" message="From the very start."/>
  </workout>
</workout_file>`;

const file = (blocks: string): string => `<workout_file><name>W</name><workout>${blocks}</workout></workout_file>`;
const sentences = (text: string): string[] => parseZwo(text).problems.map(formatProblem);

describe('a Zwift workout', () => {
  const { document, problems } = parseZwo(ride);

  it('gives a document that the workout file accepts', () => {
    expect(problems).toEqual([]);
    expect(document).toMatchObject({
      id: 'ete-hills-4-4',
      title: 'Été & Hills: 4×4!',
      author: 'A. Rider',
      description: 'Short & <sharp>',
      duration_seconds: 600 + 300 + 180 + 60.25 + 10 + 100 + 120,
    });
    const parsed = parseWorkoutFile(serializeWorkoutFile(document));
    expect(parsed.problems).toEqual([]);
    expect(parsed.workout!.segments).toHaveLength(10);
  });

  it('turns blocks into segments that meet', () => {
    expect(document!.segments).toEqual([
      { title: 'Warm-up', start_time: 0, duration_seconds: 600, intensity: 'low' },
      { title: 'Steady', start_time: 600, duration_seconds: 300, intensity: 'high' },
      { title: 'Interval 1 of 2', start_time: 900, duration_seconds: 30, intensity: 'max' },
      { title: 'Recovery 1 of 2', start_time: 930, duration_seconds: 60, intensity: 'low' },
      { title: 'Interval 2 of 2', start_time: 990, duration_seconds: 30, intensity: 'max' },
      { title: 'Recovery 2 of 2', start_time: 1020, duration_seconds: 60, intensity: 'low' },
      { title: 'Free ride', start_time: 1080, duration_seconds: 60.25 },
      { title: 'Max effort', start_time: 1140.25, duration_seconds: 10, intensity: 'max' },
      { title: 'Ramp', start_time: 1150.25, duration_seconds: 100, intensity: 'medium' },
      { title: 'Cool-down', start_time: 1250.25, duration_seconds: 120, intensity: 'low' },
    ]);
  });

  it('turns texts into cues, from the start of their block', () => {
    expect(document!.cues).toEqual([
      { time_ms: 2000, text: 'From the very start.' },
      { time_ms: 5000, text: 'Hi & welcome "you", it\'s on!' },
      { time_ms: 66_500, text: 'Easy.' },
      { time_ms: 601_000, text: 'Hold.' },
      { time_ms: 900_000, text: 'First one.' },
      { time_ms: 990_000, text: 'Second one.' },
      { time_ms: 1_250_250, text: 'Well done.' },
    ]);
  });

  it.each([
    [0, 'low'],
    [0.599, 'low'],
    [0.6, 'medium'],
    [0.899, 'medium'],
    [0.9, 'high'],
    [1.059, 'high'],
    [1.06, 'max'],
    [2, 'max'],
  ])('rides power %d as %s', (power, intensity) => {
    expect(parseZwo(file(`<SteadyState Duration="9" Power="${power}"/>`)).document!.segments).toMatchObject([
      { intensity },
    ]);
  });
});

describe('a Zwift workout that is wrong', () => {
  it('names every attribute by its XPath', () => {
    const text = file(
      '<SteadyState Duration="9"/><SteadyState Power="fast"/><IntervalsT Repeat="0" OnDuration="-1"/><Warmup Duration="1"><textevent timeoffset="x" message="a"/></Warmup>',
    );
    expect(sentences(text)).toEqual([
      'Error in workout_file/workout/SteadyState[2]/@Duration: expected a number in 0..86400, got nothing.',
      'Error in workout_file/workout/SteadyState[2]/@Power: expected a number in 0..100, got "fast".',
      'Error in workout_file/workout/IntervalsT[1]/@Repeat: expected a number in 1..1000, got "0".',
      'Error in workout_file/workout/IntervalsT[1]/@OnDuration: expected a number in 0..86400, got "-1".',
      'Error in workout_file/workout/Warmup[1]/textevent[1]/@timeoffset: expected a number in 0..86400, got "x".',
    ]);
    expect(parseZwo(text).document).toBeNull();
  });

  it('leaves out what is no block, no time, or past the end, with a warning', () => {
    const { document, problems } = parseZwo(
      file(
        '<RestDay/><Solo Duration="9"/><Warmup Duration="5"><textevent distoffset="5" message="a"/><textevent timeoffset="14" message="b"/></Warmup>',
      ),
    );
    expect(document).toMatchObject({ duration_seconds: 14, segments: [{ title: 'Solo' }, {}], cues: [] });
    expect(problems.map(({ severity, path }) => `${severity} ${path}`)).toEqual([
      'warning workout_file/workout/RestDay[1]',
      'warning workout_file/workout/Warmup[1]/textevent[1]',
      'warning workout_file/workout/Warmup[1]/textevent[2]/@timeoffset',
    ]);
  });

  it.each([
    ['', 'Error in the file: expected XML, got an empty file.'],
    ['{"id":"w"}', "Error in line 1, column 1: expected XML, got char '{' is not expected."],
    ['<workout_file>\n<workout></workout_file>', /^Error in line 2, column 10: expected XML, got /],
    ['<gpx></gpx>', 'Error in gpx: expected a workout_file with a workout in it, got something else.'],
    [file(''), 'Error in workout_file/workout: expected blocks, got none.'],
    [
      '<workout_file><durationType>distance</durationType><workout><Warmup Duration="5"/></workout></workout_file>',
      'Error in workout_file/durationType: expected durations in seconds, got a workout by distance.',
    ],
    [file('<__proto__ Duration="5"/>'), /prototype/],
    ['<a>'.repeat(5000), /expected XML/],
    ['<a>'.repeat(5000) + '</a>'.repeat(5000), /expected XML, got Maximum nested tags exceeded/],
    [file('<FreeRide Duration="86400"/><FreeRide Duration="1"/>'), /up to 86400 seconds, got 86401/],
  ])('refuses %.40s', (text, sentence) => {
    expect(sentences(text)).toEqual([typeof sentence === 'string' ? sentence : expect.stringMatching(sentence)]);
    expect(parseZwo(text).document).toBeNull();
  });

  it('does not expand entities of its own', () => {
    const bomb = `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${file('<Warmup Duration="5"><textevent message="&b;"/></Warmup>')}`;
    const { document } = parseZwo(bomb);
    expect(JSON.stringify(document ?? '').length).toBeLessThan(300);
  });
});
