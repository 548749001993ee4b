import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allCues,
  type CuelistDocument,
  cuelistEdit,
  formatProblem,
  readCuelistDocument,
  type SessionCueDocument,
  withStableCueIds,
} from '../../../src/model/index.ts';
import {
  anyIntent,
  attempt,
  cuelistDocument,
  everyCue,
  type Intent,
  idsOf,
  intents,
} from './cuelist-edit-arbitraries.ts';
import { expectPatches, expectUndone, frozen, oneByOne } from './edit-promises.ts';

const read = (document: CuelistDocument) => {
  const { cuelist, problems } = readCuelistDocument(document);
  expect(problems.filter(({ severity }) => severity === 'error').map(formatProblem)).toEqual([]);
  return cuelist!;
};

const byId = (document: CuelistDocument): Map<string, SessionCueDocument> =>
  new Map(everyCue(withStableCueIds(document).cues).map((cue) => [cue.id as string, cue]));

/** Does one edit and holds what every edit promises. Null: it was refused, or there was nothing to do it to. */
const step = (document: CuelistDocument, intent: Intent) => {
  const edit = intent(document);
  if (edit === null) return null;
  expect(cuelistEdit.safeParse(edit).error?.issues ?? []).toEqual([]);
  const result = attempt(frozen(document), [frozen(edit)]);
  if (result === null) return null;
  expect(result.label).toMatch(/^[A-Z]\w+ \S/);
  expect(result.label).not.toMatch(/undefined|null|NaN/);
  if (result.patches.length === 0) {
    expect(result).toMatchObject({ document, read: null, inverse: [], touched: [] });
    return { ...result, edit };
  }
  expectPatches(document, result);
  expect(result.read?.cuelist).toEqual(read(result.document));
  const ids = idsOf(result.document);
  expect(new Set(ids).size).toBe(ids.length);
  expect(everyCue(result.document.cues).every(({ id }) => id != null)).toBe(true);
  for (const id of result.touched) expect(ids).toContain(id);
  expect(result.document.x_root).toEqual(document.x_root);
  const after = byId(result.document);
  for (const [id, old] of byId(document)) if (after.has(id)) expect(after.get(id)?.xcue).toEqual(old.xcue);
  return { ...result, edit };
};

describe('random edits of random cuelists', () => {
  it('give cuelists that read back, and are undone and redone exactly', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(cuelistDocument, fc.array(anyIntent, { maxLength: 12, size: 'max' }), (first, row) =>
        expectUndone(first, row, step),
      ),
      { numRuns: 150 },
    );
  });

  it('lose no cue but those that are deleted, and groups that are left empty', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(cuelistDocument, anyIntent, (document, intent) => {
        const result = step(document, intent);
        fc.pre(result !== null);
        const { edit } = result!;
        const before = byId(document);
        const after = byId(result!.document);
        const gone = [...before.keys()].filter((id) => !after.has(id));
        const meant = new Set<string>();
        if (edit.op === 'cues.remove')
          for (const id of edit.ids) for (const cue of everyCue([before.get(id)!])) meant.add(cue.id as string);
        if (edit.op === 'cues.ungroup') for (const id of edit.ids) meant.add(id);
        for (const id of gone) {
          if (meant.has(id)) continue;
          const inside = everyCue(before.get(id)?.cues ?? []).filter(({ cues }) => !cues);
          expect(inside.length, `${id} was no group`).toBeGreaterThan(0);
          // Everything in it is elsewhere now, or was deleted.
          for (const cue of inside) expect(after.has(cue.id as string) || meant.has(cue.id as string)).toBe(true);
        }
        for (const id of meant) expect(after.has(id)).toBe(false);
        if (edit.op === 'cues.add' || edit.op === 'cues.copy') expect(after.size).toBeGreaterThan(before.size);
      }),
      { numRuns: 400 },
    );
  });

  it('keep the order of the rest', { timeout: 120_000 }, () => {
    fc.assert(
      fc.property(cuelistDocument, anyIntent, (document, intent) => {
        const result = step(document, intent);
        fc.pre(result !== null);
        const { edit } = result!;
        const about = new Set('ids' in edit ? edit.ids : []);
        if (edit.op === 'cues.move' || edit.op === 'cues.group')
          for (const id of [...about])
            for (const cue of everyCue([byId(document).get(id)!])) about.add(cue.id as string);
        const after = new Set(idsOf(result!.document));
        const rest = (ids: string[]) => ids.filter((id) => !about.has(id) && after.has(id));
        const old = new Set(idsOf(document));
        expect(rest(idsOf(result!.document)).filter((id) => old.has(id))).toEqual(rest(idsOf(document)));
        // What is moved keeps its own order, too, and so does what is grouped.
        const moved = (ids: string[]) => ids.filter((id) => about.has(id) && after.has(id) && old.has(id));
        expect(moved(idsOf(result!.document))).toEqual(moved(idsOf(document)));
      }),
      { numRuns: 400 },
    );
  });

  it('know cues by the ids that `Cuelist` gives them', () => {
    fc.assert(
      fc.property(cuelistDocument, (document) => {
        const cuelist = read(document);
        const stable = withStableCueIds(document);
        expect(idsOf(document)).toEqual(allCues(cuelist.cues).map(({ id }) => id));
        expect(withStableCueIds(stable)).toBe(stable);
        expect(read(stable).cues).toEqual(cuelist.cues);
      }),
    );
  });

  it('done together are what they are one by one', () => {
    fc.assert(
      fc.property(cuelistDocument, fc.array(anyIntent, { minLength: 2, maxLength: 4 }), (first, sequence) => {
        const { edits, last } = oneByOne(first, sequence, attempt);
        fc.pre(edits.length > 0);
        const together = attempt(first, edits);
        expect(together && withStableCueIds(together.document)).toEqual(withStableCueIds(last));
      }),
      { numRuns: 150 },
    );
  });

  it('of a group and back again change nothing', () => {
    fc.assert(
      fc.property(cuelistDocument, fc.nat(1000), fc.nat(1000), (document, from, count) => {
        const { cues } = withStableCueIds(document);
        fc.pre(cues.length > 0);
        const start = from % cues.length;
        const ids = cues.slice(start, start + 1 + (count % 3)).map(({ id }) => id as string);
        const grouped = attempt(document, [{ op: 'cues.group', ids, mode: 'sequence', name: '' }])!;
        const [group] = grouped.touched;
        const back = attempt(grouped.document, [{ op: 'cues.ungroup', ids: [group] }])!;
        expect(back.document).toEqual(withStableCueIds(document));
      }),
    );
  });

  it('make the hard cases: every edit is done, and some are refused', () => {
    for (const [op, intent] of Object.entries(intents)) {
      const samples = fc.sample(fc.tuple(cuelistDocument, intent as fc.Arbitrary<Intent>), { numRuns: 60, seed: 7 });
      const results = samples.map(([document, make]) => {
        const edit = make(document);
        return edit === null ? null : attempt(document, [edit]);
      });
      expect(results.filter((result) => result !== null && result.patches.length > 0).length, op).toBeGreaterThan(10);
    }
    const moves = fc.sample(fc.tuple(cuelistDocument, intents['cues.move']), { numRuns: 200, seed: 5 });
    const refused = moves.filter(([document, make]) => {
      const edit = make(document);
      return edit !== null && attempt(document, [edit]) === null;
    });
    expect(refused.length).toBeGreaterThan(3);
  });
});
