import { expect, it } from 'vitest';
import { layOutTemplates, readWorkoutDocument, segmentTemplates, type TemplateName } from '../../../src/model/index.ts';

const NAMES = Object.keys(segmentTemplates) as TemplateName[];

it.each(NAMES)('%s begins where it is put and has no gaps', (name) => {
  const segments = segmentTemplates[name].make({ start: 12.5 });
  let end = 12.5;
  for (const { start_time, duration_seconds } of segments) {
    expect(start_time).toBeCloseTo(end, 9);
    end = start_time + duration_seconds;
  }
  expect(readWorkoutDocument({ id: 'w', segments }).problems).toEqual([]);
});

it.each(NAMES.filter((name) => name !== 'intervals'))('%s lasts as long as it is asked to', (name) => {
  const last = segmentTemplates[name].make({ start: 10, seconds: 100 }).at(-1)!;
  expect(last.start_time + last.duration_seconds).toBeCloseTo(110, 5);
});

it('intervals are efforts and rests', () => {
  expect(segmentTemplates.intervals.make({ start: 60, repeats: 2, on: 30, off: 15 })).toEqual([
    { title: 'Interval 1', start_time: 60, duration_seconds: 30, intensity: 'max' },
    { title: 'Rest 1', start_time: 90, duration_seconds: 15, intensity: 'low' },
    { title: 'Interval 2', start_time: 105, duration_seconds: 30, intensity: 'max' },
    { title: 'Rest 2', start_time: 135, duration_seconds: 15, intensity: 'low' },
  ]);
  expect(segmentTemplates.intervals.make({ start: 0, off: 0 })).toHaveLength(6);
});

it('a class is templates after each other', () => {
  const segments = layOutTemplates(0, [
    { name: 'warm-up' },
    { name: 'intervals', repeats: 3 },
    { name: 'cool-down', seconds: 60 },
  ]);
  expect(segments.map(({ title, start_time }) => `${start_time} ${title}`)).toEqual([
    '0 Warm-up',
    ...['300 Interval 1', '340 Rest 1', '360 Interval 2', '400 Rest 2', '420 Interval 3', '460 Rest 3'],
    '480 Cool-down',
  ]);
  expect(readWorkoutDocument({ id: 'w', segments }).problems).toEqual([]);
});
