import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLibrary } from '../../src/library/index.ts';
import { buildStudio, openDesktop } from '../e2e/studio/open-host.ts';
import { measured, sound } from '../integration/library/sounds.ts';
import { openDisplay } from '../support/electron/display.ts';
import { makeHome } from '../support/electron/launch-desktop.ts';

/**
 * `npm run bench:start`: a cold start of the desktop to a window that can be used, with 1,000 sounds in the library; then
 * what it costs to leave it open. Needs a real Electron (tests/support/electron/prepare.ts).
 */
const SOUNDS = 1000;
const RUNS = Number(process.env.BENCH_RUNS ?? 5);
/** How long an idle window is watched. Milliseconds. */
const IDLE = 15_000;

const home = await makeHome();
const display = process.env.DISPLAY || process.platform !== 'linux' ? null : await openDisplay();
if (display) process.env.DISPLAY = display.name;
const music = join(home.path, 'music');
mkdirSync(music);
const library = await openLibrary({ folder: join(home.path, 'cueforge', 'library'), now: Date.now });
for (let n = 0; n < SOUNDS; n++) {
  const title = `Sound ${String(n).padStart(4, '0')}`;
  const path = join(music, `${title}.wav`);
  writeFileSync(path, title);
  const file = sound(title, { path });
  await library.addFile(file);
  library.setAnalysis(file.id, measured({ bpm: 90 + (n % 90) }));
}
await library.close();
buildStudio();

/** Processor time of a process so far, seconds, and its resident memory, MB. Linux. */
const usage = (pid: number): { cpu: number; memory: number } => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  const memory = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return { cpu: (Number(fields[11]) + Number(fields[12])) / 100, memory: Number(memory) / 1024 };
};

const starts: number[] = [];
for (let run = 0; run < RUNS; run++) {
  const began = performance.now();
  const studio = await openDesktop(home.path);
  await studio.page.getByText('Sound 0003').waitFor();
  await studio.page.getByLabel('Search the library').focus();
  starts.push((performance.now() - began) / 1000);
  console.log(`cold start ${run + 1}: ${starts.at(-1)!.toFixed(2)} s`);
  if (run === RUNS - 1) {
    await studio.page.waitForTimeout(5000);
    const pids = await studio.processes();
    const before = pids.map(usage);
    await studio.page.waitForTimeout(IDLE);
    const after = pids.map(usage);
    const cpu = after.reduce((sum, { cpu }, i) => sum + cpu - before[i].cpu, 0);
    console.log(`idle: ${((100_000 * cpu) / IDLE).toFixed(2)} % of a core, all processes`);
    console.log(`memory: main process ${after[0].memory.toFixed(0)} MB resident`);
  }
  await studio.close();
}
starts.sort((a, b) => a - b);
console.log(`cold start with ${SOUNDS} sounds, median of ${RUNS}: ${starts[RUNS >> 1].toFixed(2)} s (asked 2.5)`);
await display?.close();
await home.remove();
