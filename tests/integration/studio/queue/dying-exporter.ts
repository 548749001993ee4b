import { writeSync } from 'node:fs';
import { openDesk } from './desk.ts';

/**
 * Works the queue of a studio off until it is killed. Says each file that was made. Arguments: the
 * desk's folder, and a workout of which three files are queued first; without one, it goes on with what is there.
 */
const [folder, path] = process.argv.slice(2);
const said = (line: string): void => void writeSync(1, `${line}\n`);

const desk = await openDesk(folder);
const known = new Set<string>();
const cells = ['music', 'coaching', 'ana-light'].map((variant) => ({ path, variant, format: 'mp3' as const }));
if (path) await desk.client.call('exports.enqueue', { what: 'cells', cells });
said('open');
for (;;) {
  const { jobs } = await desk.client.call('exports.list', {});
  for (const { id, state, variant } of jobs) {
    if (state !== 'done' || known.has(id)) continue;
    known.add(id);
    said(`done ${variant}`);
  }
  if (jobs.some(({ state }) => state === 'running')) said('running');
  await new Promise((resolve) => setTimeout(resolve, 20));
}
