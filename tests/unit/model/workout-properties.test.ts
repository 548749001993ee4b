import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  formatProblem,
  isUsable,
  parseCueSheet,
  parseWorkoutFile,
  parseZwo,
  serializeWorkoutFile,
  toSeconds,
} from '../../../src/model/index.ts';

const KNOWN = ['id', 'title', 'text', 'audio', 'file', 'duck', 'tags', 'level', 'cues', 'preset', 'version', 'name'];
const unknownKeys = fc.dictionary(
  fc.string({ maxLength: 12 }).filter((key) => !KNOWN.includes(key) && key !== '__proto__' && !key.includes('_')),
  fc.jsonValue({ maxDepth: 3, noUnicodeString: false }).filter((value) => !JSON.stringify(value).includes('__proto__')),
  { maxKeys: 3 },
);
const loose = <Known extends object>(known: fc.Arbitrary<Known>) =>
  fc.tuple(unknownKeys, known).map(([unknown, fields]) => ({ ...unknown, ...fields }));
const some = { requiredKeys: [] as [] };
const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const id = fc.stringMatching(/^[A-Za-z0-9_-][A-Za-z0-9._-]{0,79}$/);
const word = fc.string({ minLength: 1 });

const ducking = fc.oneof(
  fc.constantFrom('punchy', 'standard', 'calm', 'off'),
  loose(
    fc.record({ preset: fc.constantFrom('punchy', 'off'), depth_db: number(-40, 0), hold_ms: number(0, 10_000) }, some),
  ),
);
const cue = loose(
  fc.record(
    {
      time_ms: fc.oneof(fc.integer({ min: 0, max: 3_599_999 }), number(0, 3_599_999)),
      text: word.filter((text) => text.trim() !== ''),
      gain_db: number(-60, 24),
      duck: ducking,
      level: fc.option(word),
      tags: fc.array(word),
      audio: word,
    },
    { requiredKeys: ['time_ms', 'text'] },
  ),
);
const segment = loose(
  fc.record(
    { title: fc.string(), start_time: number(0, 3600), duration_seconds: number(0.001, 3600), bpm: number(1, 400) },
    { requiredKeys: ['start_time', 'duration_seconds'] },
  ),
);
const coach = loose(
  fc.record({ id, name: word, voice: fc.option(word), rate: number(0.5, 2) }, { requiredKeys: ['id'] }),
);
const variant = loose(
  fc.record(
    {
      id: id.filter((text) => !/^(music|coaching)$/i.test(text)),
      cues: loose(fc.record({ tags: fc.option(fc.array(word)), levels: fc.array(word) }, some)),
      ducking,
      target_lufs: fc.option(number(-40, -5)),
      formats: fc.subarray(['mp3', 'm4a', 'opus', 'flac', 'wav'], { minLength: 1 }),
    },
    { requiredKeys: ['id'] },
  ),
);
const unique = { selector: ({ id: own }: { id: string }) => own.toLowerCase(), maxLength: 4 };
const document = loose(
  fc.record(
    {
      id,
      title: fc.string(),
      duration_seconds: fc.constant(3600),
      music_url: word,
      segments: fc.array(segment),
      cues: fc.array(cue, { maxLength: 8 }),
      coaches: fc.uniqueArray(coach, unique),
      variants: fc.uniqueArray(variant, unique),
      lexicon: fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.string(),
      ),
    },
    { requiredKeys: ['id'] },
  ),
);

it('accepts every valid document and writes it back with its unknown keys', () => {
  fc.assert(
    fc.property(document, (valid) => {
      const text = JSON.stringify(valid);
      const parsed = parseWorkoutFile(text);
      expect(parsed.problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
      expect(parsed.workout).not.toBeNull();
      const written = serializeWorkoutFile(parsed.document);
      expect(JSON.parse(written)).toEqual(JSON.parse(text));
      expect(parseWorkoutFile(written)).toEqual(parsed);
    }),
    { numRuns: 300 },
  );
});

it('keeps whole milliseconds exact, and is never half a frame off', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 86_399_999 }), number(0, 86_399_999), (whole, any) => {
      const cues = [whole, any].map((time_ms) => ({ time_ms, text: 'a' }));
      const [first, second] = parseWorkoutFile(JSON.stringify({ id: 'w', cues })).workout!.cues;
      expect(first!.at).toBe(whole * 48);
      expect(toSeconds(first!.at) * 1000).toBeCloseTo(whole, 6);
      expect(Math.abs(second!.at - any * 48)).toBeLessThanOrEqual(0.5 + 1e-6);
    }),
  );
});

/** What a parser may answer: something usable, or errors that each say where. */
const expectAnswer = (result: unknown, problems: ReturnType<typeof parseZwo>['problems'], wholeFile: boolean): void => {
  expect(result !== null).toBe(isUsable(problems));
  for (const problem of problems) {
    expect(problem.message).toMatch(/expected/);
    expect(problem.message.length).toBeLessThan(600);
    if (!wholeFile) expect(problem.path).not.toBe('');
  }
};
const answers = (text: string): void => {
  const { workout, problems } = parseWorkoutFile(text);
  const isObject = /^\uFEFF?\s*\{/.test(text);
  expectAnswer(workout, problems, !isObject);
  const zwo = parseZwo(text);
  expectAnswer(zwo.document, zwo.problems, true);
  const sheet = parseCueSheet(text, { id: 'w' });
  expectAnswer(sheet.document, sheet.problems, true);
};

/** One value somewhere in a document replaced, removed, or given a new key. */
const mutated = fc
  .tuple(document, fc.infiniteStream(fc.nat(1000)), fc.constantFrom('set', 'delete', 'add'), fc.jsonValue())
  .map(([valid, choices, change, value]) => {
    const root = JSON.parse(JSON.stringify(valid)) as Record<string, unknown>;
    let here: Record<string, unknown> = root;
    for (;;) {
      const keys = Object.keys(here);
      const key = keys[choices.next().value! % Math.max(1, keys.length)];
      const inside = key === undefined ? null : here[key];
      if (typeof inside === 'object' && inside !== null && choices.next().value! % 4 !== 0) {
        here = inside as Record<string, unknown>;
        continue;
      }
      if (change === 'delete' && key !== undefined) delete here[key];
      else if (change === 'add') Object.defineProperty(here, '__proto__', { value, enumerable: true });
      else if (key !== undefined) here[key] = value;
      return JSON.stringify(root);
    }
  });
const cut = fc.tuple(mutated, fc.nat(), fc.string({ maxLength: 3 })).map(([text, place, put]) => {
  const at = place % (text.length + 1);
  return text.slice(0, at) + put + text.slice(at + 1);
});
const bytes = fc.uint8Array({ maxLength: 300 }).map((data) => new TextDecoder().decode(data));
const marks = fc.string({
  unit: fc.constantFrom('<', '>', '/', '"', '=', '&', ';', 'a', '[', '{', ',', '\n', ':', '0', '!', '-'),
});

it.each([
  ['mutated documents', mutated],
  ['documents with a typing error', cut],
  ['random JSON', fc.json()],
  ['random bytes', bytes],
  ['random punctuation', marks],
])('never throws at %s, and says where it is wrong', (_, text) => {
  fc.assert(fc.property(text, answers), { numRuns: 1000 });
});

it('makes the hard cases: most mutations are refused, and for many reasons', () => {
  const seen = new Set<string>();
  let refused = 0;
  for (const text of fc.sample(mutated, { numRuns: 500, seed: 7 })) {
    const { workout, problems } = parseWorkoutFile(text);
    if (workout === null) refused += 1;
    for (const { path } of problems) seen.add(path.replace(/\d+/g, '#'));
  }
  expect(refused).toBeGreaterThan(150);
  expect(seen.size).toBeGreaterThan(30);
});
