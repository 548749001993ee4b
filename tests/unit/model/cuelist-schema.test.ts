import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { cuelistJsonSchema } from '../../../src/model/index.ts';

const published = JSON.parse(
  readFileSync(new URL('../../../resources/cuelist.schema.json', import.meta.url), 'utf8'),
) as Record<string, unknown>;

it('publishes the current JSON Schema', () => {
  expect(published, 'resources/cuelist.schema.json is out of date: run `npm run schema`').toEqual(cuelistJsonSchema());
});

it('says which draft it is, what it describes, the units, and that groups hold cues', () => {
  expect(published).toMatchObject({
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'urn:cueforge:cuelist',
    title: 'Cueforge cuelist',
    required: ['id', 'cues'],
  });
  const { cues } = published.properties as Record<string, { items: { $ref: string } }>;
  const cue = (published.$defs as Record<string, { properties: Record<string, unknown> }>)[
    cues.items.$ref.replace('#/$defs/', '')
  ];
  expect(cue.properties).toMatchObject({
    pre_wait_ms: { anyOf: [{ type: 'number', minimum: 0, description: expect.stringContaining('Milliseconds') }, {}] },
    cues: { anyOf: [{ type: 'array', items: cues.items }, {}] },
  });
});
