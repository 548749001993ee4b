import { writeSync } from 'node:fs';
import { openLibrary } from '../../../../src/library/index.ts';
import { createWorkoutEditors } from '../../../../src/studio/workout-editors.ts';
import { silentMaterials } from './silent-materials.ts';

/**
 * Edits a workout until it is killed: the n-th edit gives it the title n, in bursts with pauses in which its file is
 * written. Says each edit before it is begun and again when it is done. Arguments: the library's folder, the file, the
 * first n.
 */
const [folder, path, first] = process.argv.slice(2);
const said = (line: string): void => void writeSync(1, `${line}\n`);

const library = await openLibrary({ folder, now: Date.now });
const editors = createWorkoutEditors({
  ...{ library, now: Date.now, materials: () => silentMaterials },
  changed: () => undefined,
  saved: () => undefined,
  shelved: () => undefined,
  log: (line) => void process.stderr.write(`${line}\n`),
});
await editors.open(path);
said('open');
const never = new AbortController().signal;
for (let n = Number(first); ; n++) {
  said(`begin ${n}`);
  const edits = [{ op: 'workout.change' as const, change: { title: String(n) } }];
  await editors.apply(path, edits, { merge: null, label: String(n) }, never);
  said(`done ${n}`);
  if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
}
