import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openLibrary } from '../../../../src/library/index.ts';
import {
  applyCuelistEdits,
  CueforgeError,
  type CuelistDocument,
  type CuelistEdit,
} from '../../../../src/model/index.ts';
import { createCuelistEditors } from '../../../../src/studio/run/cuelist-editor.ts';
import { rowsOfDeeds } from '../editor/edit-deeds.ts';
import { SHOW } from './cuelist-desk.ts';

const id = fc.constantFrom('doors', 'down', 'walk', 'one', 'late', 'cue-7');
const ids = fc.array(id, { minLength: 1, maxLength: 2 });
const to = fc.record({ group: fc.constantFrom(null, null, 'walk'), before: fc.option(id) });
const op = <const Op extends string>(name: Op) => fc.constant(name);
const edit = fc.oneof(
  fc.record({ op: op('cues.move'), ids, to }),
  fc.record({ op: op('cues.copy'), ids, to }),
  fc.record({ op: op('cues.remove'), ids }),
  fc.record({ op: op('cues.group'), ids, mode: fc.constant('sequence' as const), name: fc.constant('New') }),
  fc.record({ op: op('cues.change'), ids, change: fc.record({ name: fc.constantFrom('One', 'Two', null) }) }),
  fc.record({ op: op('list.change'), change: fc.record({ name: fc.constantFrom('One', 'Two', null) }) }),
) as fc.Arbitrary<CuelistEdit>;
test('any row of deeds ends as the plainest model does, and back at the file’s first bytes', async () => {
  let undone = 0;
  await fc.assert(
    fc.asyncProperty(rowsOfDeeds(edit), async (deeds) => {
      const root = mkdtempSync(join(tmpdir(), 'cueforge-cuelist-deeds-'));
      const path = join(root, 'show.json');
      const text = JSON.stringify(SHOW, null, 3);
      writeFileSync(path, text);
      let now = 1_000_000;
      const openAll = async () => {
        const library = await openLibrary({ folder: join(root, 'library'), now: () => now });
        const editors = createCuelistEditors({
          ...{ library, now: () => now, folder: () => root, log: (line) => expect(line).toBe('') },
        });
        return { library, editors, opened: await editors.open(path) };
      };
      let studio = await openAll();
      // The plainest model: a document for each entry of the history, and where in it we stand.
      const states: CuelistDocument[] = [SHOW as CuelistDocument];
      let entries: { merge: string | null; at: number }[] = [];
      let place = 0;
      try {
        for (const each of deeds) {
          const { opened } = studio;
          const before = opened.now();
          if (each.do === 'restart') {
            await studio.editors.close();
            await studio.library.close();
            studio = await openAll();
            expect(studio.opened.now().revision).toBe(before.revision);
          } else if (each.do !== 'edit') {
            const next = place + (each.do === 'undo' ? -1 : 1);
            if (states[next] === undefined) expect(opened[each.do]).toThrow('There is nothing to');
            else {
              opened[each.do]();
              place = next;
              undone += 1;
            }
          } else {
            now += each.wait;
            let made: CuelistDocument;
            try {
              made = applyCuelistEdits(states[place], [each.edit]).document;
            } catch (error) {
              expect((error as CueforgeError).failure.code).toBe('bad-argument');
              expect(() => opened.apply([each.edit], { merge: each.merge, label: null })).toThrow(CueforgeError);
              expect(opened.now()).toBe(before);
              continue;
            }
            opened.apply([each.edit], { merge: each.merge, label: null });
            if (made !== states[place]) {
              const last = entries[place - 1];
              const joins =
                each.merge !== null && place === entries.length && last?.merge === each.merge && now - last.at < 5000;
              const at = joins ? place : place + 1;
              states.splice(at, states.length, made);
              entries = [...entries.slice(0, at - 1), { merge: each.merge, at: now }];
              place = at;
              if (JSON.stringify(made) === JSON.stringify(states[at - 1])) {
                states.pop();
                entries.pop();
                place -= 1;
              }
            }
          }
          expect(studio.opened.now().document).toEqual(states[place]);
        }
        while (studio.opened.history().undo !== null) studio.opened.undo();
        expect(studio.opened.now().document).toEqual(SHOW);
        await studio.opened.flush();
        expect(readFileSync(path, 'utf8')).toBe(text);
      } finally {
        await studio.editors.close();
        await studio.library.close();
        rmSync(root, { recursive: true, force: true });
      }
    }),
    { numRuns: 15 },
  );
  expect(undone).toBeGreaterThan(3);
});
