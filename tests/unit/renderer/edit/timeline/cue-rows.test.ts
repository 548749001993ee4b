import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collisions, seatCues } from '../../../../../renderer/edit/timeline/cue-rows.ts';

const cues = fc
  .array(
    fc.record({
      start: fc.integer({ min: 0, max: 400 }),
      length: fc.integer({ min: 0, max: 40 }),
      taken: fc.boolean(),
    }),
    { maxLength: 40 },
  )
  .map((list) =>
    list
      .map(({ start, length, taken }, i) => ({ id: `c${i}`, start, end: start + length, taken }))
      .sort((a, b) => a.start - b.start),
  );
type Spoken = { id: string; start: number; end: number; taken: boolean };
const overlap = (a: Spoken, b: Spoken): boolean => a !== b && a.start < b.end && b.start < a.end;

describe('rows of cues', () => {
  it('seat every cue, three rows at most, and no two over each other but in the last', () => {
    fc.assert(
      fc.property(cues, (list) => {
        const seats = seatCues(list);
        expect(seats.size).toBe(list.length);
        for (const a of list) {
          expect(seats.get(a.id)).toBeLessThan(3);
          for (const b of list)
            if (seats.get(a.id)! < 2 && seats.get(a.id) === seats.get(b.id)) expect(overlap(a, b)).toBe(false);
        }
      }),
    );
  });

  it('put what is heard in the first row wherever it can be, before what the variant leaves out', () => {
    const spoken = (id: string, start: number, taken: boolean) => ({ id, start, end: start + 10, taken });
    const seats = seatCues([spoken('left out', 0, false), spoken('heard', 5, true), spoken('alone', 30, false)]);
    expect([seats.get('heard'), seats.get('left out'), seats.get('alone')]).toEqual([0, 1, 0]);
  });
});

describe('collisions', () => {
  it('are all heard cues that overlap another heard one, however far apart they stand in the list', () => {
    fc.assert(
      fc.property(cues, (list) => {
        const heard = list.filter(({ taken, start, end }) => taken && end > start);
        const found = collisions(heard);
        for (const a of heard) expect(found.has(a.id)).toBe(heard.some((b) => overlap(a, b)));
        expect(collisions(list.map((cue) => ({ ...cue, taken: false }))).size).toBe(0);
      }),
    );
  });
});
