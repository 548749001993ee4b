import { readFileSync, writeSync } from 'node:fs';
import { openLibrary } from '../../../src/library/index.ts';
import { type EditModel, imagine, perform, someDeed } from './edit-model.ts';

/**
 * Works on a library until it is killed. Says each deed before it is begun and again when it is done, a line each:
 * arguments are the folder, a file with the model of what the library holds, and the number of the first deed.
 */
const [folder, model, first] = process.argv.slice(2);
const said = (word: string, rest: unknown): void => void writeSync(1, `${word} ${JSON.stringify(rest)}\n`);
const revive = (_: string, value: unknown): unknown =>
  Array.isArray(value) && value[0] === 'Map' ? new Map(value[1] as [unknown, unknown][]) : value;

const held = JSON.parse(readFileSync(model, 'utf8'), revive) as EditModel;
const library = await openLibrary({ folder, now: Date.now });
said('open', null);
for (let number = Number(first); ; number++) {
  const deed = someDeed(held, Math.random, number);
  said('begin', deed);
  await perform(library, deed);
  said('done', deed);
  imagine(held, deed);
  // Copies are made and let go while it works, and may be cut short too.
  if (number % 40 === 0) void library.backUp();
  // As an import does, between two files.
  if (number % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
}
