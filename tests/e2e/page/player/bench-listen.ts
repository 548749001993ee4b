import { loadavg } from 'node:os';
import { openEditRig } from './edit-rig.ts';

/**
 * `npm run bench:listen`: how soon a mix is heard, and an edit of it, in Chromium with a real studio behind it. The
 * figures are those of the page: from `play` or the edit to the first sample that the audio thread reads.
 * Cold is the first mix since the workout was opened; the first of all starts the device's stream and the mixing thread too.
 */
const SECONDS = 150;
const EDITS = Number(process.env.BENCH_EDITS ?? 100);
/** Five edits a second. Milliseconds. */
const EVERY = 200;

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const at = (figures: readonly number[], part: number): number =>
  Math.round(figures.toSorted((a, b) => a - b)[Math.min(figures.length - 1, Math.floor(figures.length * part))]);
const load = (): string =>
  loadavg()
    .map((figure) => figure.toFixed(1))
    .join(' ');

const rig = await openEditRig();
console.log(`load of the machine before: ${load()}`);
for (const cues of [20, 500]) {
  const ride = await rig.openRide(cues, SECONDS);
  await rig.play(ride, 0);
  const cold = await rig.firstSound();
  const warm: number[] = [];
  for (const from of [100, 3, 77.7, 140, 20, 61, 7.5]) {
    await rig.play(ride, from);
    warm.push(await rig.firstSound());
  }
  console.log(
    `${cues} cues: first sound cold ${Math.round(cold)} ms, warm median ${at(warm, 0.5)} ms, most ${at(warm, 1)} ms`,
  );

  await rig.play(ride, 1);
  await rig.firstSound();
  const [underruns, began] = await rig.inPage((page) => [page.underruns(), page.player().lastRevision?.count ?? 0]);
  const heard = new Map<number, number>();
  for (let i = 0; i < EDITS; i++) {
    const due = wait(EVERY);
    const last = await rig.inPage(
      async (page, [path, id]) => {
        const time = Math.round(page.position() / 48 + 300);
        await page.client.call('edit.apply', { path, edits: [{ op: 'cues.place', places: [{ id, time_ms: time }] }] });
        return page.player().lastRevision;
      },
      [ride, `c${i % cues}`] as const,
    );
    if (last) heard.set(last.count, last.milliseconds);
    await due;
  }
  await wait(1_000);
  const [after, last] = await rig.inPage((page) => [page.underruns(), page.player().lastRevision] as const);
  if (last) heard.set(last.count, last.milliseconds);
  const figures = [...heard].filter(([count]) => count > began).map(([, milliseconds]) => milliseconds);
  console.log(
    `${cues} cues: ${EDITS} edits, one every ${EVERY} ms; heard median ${at(figures, 0.5)} ms, 95 % ${at(figures, 0.95)} ms, ` +
      `of ${figures.length} that came one by one; under-runs ${after - underruns}`,
  );
  await rig.inPage((page) => page.player().stop());
}
console.log(`load of the machine after: ${load()}`);
await rig.close();
