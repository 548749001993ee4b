import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { apply } from 'mutative';
import { expect, test } from 'vitest';
import type { EditChange } from '../../../../src/contract/index.ts';
import { openLibrary } from '../../../../src/library/index.ts';
import type { CueforgeError, WorkoutDocument, WorkoutEdit } from '../../../../src/model/index.ts';
import { createWorkoutEditors } from '../../../../src/studio/workout-editors.ts';
import { rowsOfDeeds } from './edit-deeds.ts';
import { RIDE } from './editing.ts';
import { silentMaterials } from './silent-materials.ts';

const id = fc.constantFrom('a', 'b', 'c');
const time = fc.integer({ min: 0, max: 20 }).map((n) => n * 1000);
const edit: fc.Arbitrary<WorkoutEdit> = fc.oneof(
  fc.record({ op: fc.constant('cues.place' as const), places: fc.tuple(fc.record({ id, time_ms: time })) }),
  fc.record({ op: fc.constant('cues.remove' as const), ids: fc.tuple(id) }),
  fc.record({
    op: fc.constant('cues.add' as const),
    cues: fc.tuple(fc.record({ time_ms: time, text: fc.constantFrom('Go.', 'On.') })),
  }),
  fc.record({
    op: fc.constant('workout.change' as const),
    change: fc.record({ title: fc.constantFrom('One', 'Two', null) }),
  }),
);
test('any row of deeds ends as the plainest model does, and back at the file’s first bytes', async () => {
  let [merged, undone] = [0, 0];
  await fc.assert(
    fc.asyncProperty(rowsOfDeeds(edit), async (deeds) => {
      const root = mkdtempSync(join(tmpdir(), 'cueforge-deeds-'));
      const path = join(root, 'ride.json');
      const text = JSON.stringify(RIDE, null, 3);
      writeFileSync(path, text);
      let now = 1_000_000;
      const changes: EditChange[] = [];
      const open = async () => {
        const library = await openLibrary({ folder: join(root, 'library'), now: () => now });
        const editors = createWorkoutEditors({
          ...{ library, now: () => now, materials: () => silentMaterials, log: () => undefined },
          ...{ changed: (change) => void changes.push(change), saved: () => undefined, shelved: () => undefined },
        });
        return {
          editors,
          document: (await editors.open(path)).document,
          close: async () => {
            await editors.close();
            await library.close();
          },
        };
      };
      let studio = await open();

      // The model: every document there was, and where in it we are. An entry remembers its words and its time.
      let docs: WorkoutDocument[] = [studio.document];
      let entries: { merge: string | null; at: number }[] = [];
      let place = 0;
      let copy = studio.document;
      const never = new AbortController().signal;
      for (const each of deeds) {
        changes.length = 0;
        if (each.do === 'restart') {
          await studio.close();
          studio = await open();
        } else if (each.do === 'edit') {
          now += each.wait;
          const before = (await studio.editors.get(path)).document;
          const outcome = await studio.editors.apply(path, [each.edit], { merge: each.merge, label: null }, never).then(
            () => 'done',
            (error) => (error as CueforgeError).failure.code,
          );
          const after = (await studio.editors.get(path)).document;
          if (outcome !== 'done') expect([outcome, after]).toEqual(['bad-argument', before]);
          if (JSON.stringify(after) !== JSON.stringify(before)) {
            const last = entries[place - 1];
            const joins =
              place === entries.length && last?.merge === each.merge && each.merge !== null && now - last.at < 5000;
            if (joins) {
              merged++;
              docs = docs.slice(0, place);
              entries = entries.slice(0, place - 1);
              place--;
            }
            docs = docs.slice(0, place + 1);
            entries = entries.slice(0, place);
            try {
              expect(after).not.toEqual(docs[place]);
              docs.push(after);
              entries.push({ merge: each.merge, at: now });
              place++;
            } catch {
              // There and back: no entry.
            }
          }
        } else {
          const step = each.do === 'undo' ? -1 : 1;
          const possible = place + step >= 0 && place + step < docs.length;
          const outcome = await studio.editors[each.do](path).then(
            () => 'done',
            (error) => (error as CueforgeError).failure.code,
          );
          expect(outcome).toBe(possible ? 'done' : 'nothing-to-undo');
          if (possible) place += step;
          if (possible) undone++;
        }
        for (const change of changes) copy = apply(copy as object, change.patches as never) as WorkoutDocument;
        const { document } = await studio.editors.get(path);
        expect(document).toEqual(docs[place]);
        expect(copy).toEqual(document);
        const { labels, undone: back } = await studio.editors.history(path);
        expect([labels.length, back]).toEqual([entries.length, entries.length - place]);
      }
      for (; place > 0; place--) await studio.editors.undo(path);
      await studio.close();
      expect(readFileSync(path, 'utf8')).toBe(text);
      rmSync(root, { recursive: true, force: true });
    }),
    { numRuns: 25 },
  );
  // The hard cases came.
  expect(merged).toBeGreaterThan(5);
  expect(undone).toBeGreaterThan(20);
});
