import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { noise } from '../../../unit/audio/signals.ts';
import { soundAct } from '../../../unit/renderer/mixer/mixer-bench.ts';
import { openMixerRig } from './mixer-rig.ts';

/**
 * What the session's mixer takes of a processor and of memory in Chromium, idle and with voices that sound, and how soon
 * acts reach the audio thread: `node tests/e2e/page/mixer/bench-mixer.ts`.
 */
const SECONDS = Number(process.env.BENCH_SECONDS ?? 10);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const share = (figures: readonly number[], part: number): number =>
  figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * part))];

/** Every process below this one: its kind. */
const processes = (): { id: string; kind: string }[] => {
  const all = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' })
    .split('\n')
    .map((line) => /^\s*(\d+)\s+(\d+)\s(.*)$/.exec(line))
    .filter((parts) => parts !== null)
    .map(([, id, parent, args]) => ({ id, parent, args }));
  const below = new Set([String(process.pid)]);
  for (const { id, parent } of all) if (below.has(parent)) below.add(id);
  return all
    .filter(({ id, args }) => below.has(id) && args.includes('chromium'))
    .map(({ id, args }) => {
      const parts = /--type=([a-z-]+)(?:.*--utility-sub-type=([\w.]+))?/.exec(args)?.slice(1) ?? ['browser'];
      return { id, kind: parts.filter(Boolean).join(' ') };
    });
};
/** NaN: it has ended. */
const secondsOf = (id: string): number => {
  if (!existsSync(`/proc/${id}/stat`)) return Number.NaN;
  const fields = readFileSync(`/proc/${id}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
const megabytesOf = (id: string): number =>
  Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1024);
const measure = async (what: string): Promise<void> => {
  const began = processes().map((process) => ({ ...process, before: secondsOf(process.id) }));
  await wait(SECONDS * 1_000);
  const all = began.filter(({ id }) => Number.isFinite(secondsOf(id)));
  const taken = all.map(({ id, before }) => ((secondsOf(id) - before) / SECONDS) * 100);
  const parts = all.map(({ id, kind }, i) => `${kind} ${taken[i].toFixed(1)} % ${megabytesOf(id)} MB`);
  console.log(`${what}: ${taken.reduce((sum, one) => sum + one, 0).toFixed(1)} % of a core (${parts.join(', ')})`);
};

const rig = await openMixerRig({ autoplay: true, started: false });
const { engine } = rig;
console.log(
  `load of the machine: ${loadavg()
    .map((figure) => figure.toFixed(1))
    .join(' ')}`,
);
await measure('before the mixer');
await rig.inPage((page) => page.start());
await engine.until(() => engine.heard()?.frame > 48_000, 'mixes');
await measure('mixer idle');
let voice = 0;
for (const voices of [1, 4, 12]) {
  const first = voice;
  for (let i = 0; i < voices; i++) engine.voice(voice++, noise((SECONDS + 6) * 48_000, 0.05, i + 1));
  await wait(500);
  engine.acts(...Array.from({ length: voices }, (_, i) => soundAct(first + i, engine.now() + 4_800)));
  await wait(1_000);
  await measure(`${voices} voices`);
  engine.acts(...Array.from({ length: voices }, (_, i) => ({ kind: 'release' as const, voice: first + i })));
  await wait(500);
}
const by: number[] = [];
for (let i = 0; i < 200; i++) {
  engine.voice(voice, noise(480, 0.05, 1));
  await wait(40 + (i % 13));
  const before = engine.said.length;
  const at = engine.now();
  engine.acts(soundAct(voice, at));
  await wait(60);
  const late = engine.said.slice(before).find((message) => message.kind === 'late');
  by.push(late ? late.by / 48 : 0);
  engine.acts({ kind: 'release', voice: voice++ });
}
console.log(
  `an act that is stamped now begins late by: median ${share(by, 0.5).toFixed(1)} ms, 95 % ${share(by, 0.95).toFixed(1)} ms, ` +
    `99 % ${share(by, 0.99).toFixed(1)} ms, most ${share(by, 1).toFixed(1)} ms; the device adds ${engine.heard().latencyMs?.toFixed(1)} ms`,
);
const { missing, underruns } = engine.heard();
console.log(`missing ${missing}, under-runs ${underruns}`);
await rig.close();
