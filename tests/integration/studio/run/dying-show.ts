import { mkdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cuelistFile, openStage, rampWav } from './stage.ts';

/** Runs a show in a folder until it is killed, and says how many frames have sounded. */
const [folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
rampWav(join(folder, 'long.wav'), 48_000 * 60);
const cues = [{ id: 'one', layers: [{ role: 'voice', file: 'long.wav' }] }, { id: 'two' }];
const path = cuelistFile(join(folder, 'show.cuelist.json'), { name: 'Evening', cues });
const stage = await openStage(folder);
await stage.client().call('run.open', { path });
stage.mixer();
await stage.client().call('run.arm', {});
await stage.client().call('run.go', {});
for (let told = 0; ; ) {
  const view = await stage.until(({ runs }) => (runs[0]?.layers[0].played ?? 0) > told);
  told = view.runs[0].layers[0].played;
  writeSync(1, `${told}\n`);
}
