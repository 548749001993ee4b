import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { workoutJsonSchema } from '../../../src/model/index.ts';

const published = JSON.parse(
  readFileSync(new URL('../../../resources/workout.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

it('publishes the current JSON Schema', () => {
  expect(published, 'resources/workout.schema.json is out of date: run `npm run schema`').toEqual(workoutJsonSchema());
});

it('says which draft it is, what it describes, and the units', () => {
  expect(published).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:cueforge:workout',
    title: 'Cueforge workout',
    required: ['id'],
    properties: {
      cues: {
        items: {
          required: ['time_ms'],
          properties: { time_ms: { type: 'number', minimum: 0, description: expect.stringContaining('Milliseconds') } },
        },
      },
    },
  });
});
