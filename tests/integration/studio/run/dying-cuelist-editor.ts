import { writeSync } from 'node:fs';
import { openLibrary } from '../../../../src/library/index.ts';
import { createCuelistEditors } from '../../../../src/studio/run/cuelist-editor.ts';

/**
 * Edits a cuelist until it is killed: the n-th edit gives it the name n and a cue more, in bursts with pauses in which its
 * file is written. Says each edit before it is begun and again when it is done. Arguments: the library's folder, the file,
 * the first n.
 */
const [folder, path, first] = process.argv.slice(2);
const said = (line: string): void => void writeSync(1, `${line}\n`);

const library = await openLibrary({ folder, now: Date.now });
const editors = createCuelistEditors({
  ...{ library, now: Date.now, folder: () => folder },
  log: (line) => void process.stderr.write(`${line}\n`),
});
const opened = await editors.open(path);
said('open');
for (let n = Number(first); ; n++) {
  said(`begin ${n}`);
  opened.apply(
    [
      { op: 'list.change', change: { name: String(n) } },
      { op: 'cues.add', cues: [{ name: `Cue ${n}` }], to: { group: null, before: null } },
    ],
    { merge: null, label: String(n) },
  );
  said(`done ${n}`);
  if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 40));
}
