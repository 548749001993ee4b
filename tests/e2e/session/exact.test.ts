import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeHome } from '../../support/electron/launch-desktop.ts';
import { compareCapture } from './compare-capture.ts';
import { runExactShow, writeExactShow } from './exact-show.ts';
import { buildApp, openSessionWindow, type SessionWindow } from './session-window.ts';
import { writtenJoins } from './written-joins.ts';

/**
 * A session in the desktop's own window: what goes to the device is held against the list and the log of what sounded, sample
 * by sample. `SESSION_TRANSITIONS`: how many; `npm run soak` asks for 200.
 */
const TRANSITIONS = Number(process.env.SESSION_TRANSITIONS ?? 24);
const PATIENCE = 60_000 + TRANSITIONS * 4_000;

let app: ReturnType<typeof buildApp>;
let home: Awaited<ReturnType<typeof makeHome>>;
let show: SessionWindow;
beforeAll(async () => {
  app = buildApp(30 + TRANSITIONS * 2);
  home = await makeHome();
  show = await openSessionWindow(app.path, home.path);
});
afterAll(async () => {
  await show?.close();
  await home?.remove();
  app?.remove();
});

it(`sounds as it is written over ${TRANSITIONS} transitions, every sample`, { timeout: PATIENCE }, async () => {
  const { document, written } = writeExactShow(home.path);
  await show.arm(document);
  await runExactShow(show, TRANSITIONS + 1);
  // Alone, and not about to give way: what is worked out here knows no stop in the midst of a crossfade.
  await show.until(
    ({ runs, clock }) =>
      runs.length === 0 || (runs.length === 1 && (runs[0].endAt ?? Number.POSITIVE_INFINITY) - clock.frame > 24_000),
    'one cue sounds alone, or none waits for anything but GO',
  );
  await show.call('run.stop', { run: null, seconds: 0 });
  await show.until(({ runs }) => runs.length === 0, 'nothing sounds');
  await new Promise((resolve) => setTimeout(resolve, 500));

  const rows = await show.asRun();
  const transitions = rows.filter(({ layer }) => layer === 0).length - 1;
  const { output } = await show.view();
  const lines = await show.lines();
  const taps = await show.tapped();
  const captured = await show.captured(taps.indexOf(Math.max(...taps)));
  const { samples, wrong, most, first } = compareCapture(captured, rows, written);
  const { counts, wrong: displaced } = writtenJoins(rows, written, lines);
  console.log(
    `${transitions} transitions, ${samples} samples, ${wrong} of them wrong, the largest difference ${most}; ` +
      `under-runs ${output.underruns}; joins by themselves ${JSON.stringify(counts)}`,
  );
  const around = (frame: number): string[] =>
    lines
      .filter((line) => Math.abs(line.frame - frame) < 48_000)
      .map(({ frame, event, text }) => `${frame} ${event} ${text}`);
  for (const { frame, length, cues } of first)
    console.log(`wrong at ${frame}, ${length} frames: ${cues}`, around(frame));
  expect(displaced).toEqual([]);
  for (const [join, count] of Object.entries(counts)) expect(count, join).toBeGreaterThan(0);
  expect(first).toEqual([]);
  expect(wrong).toBe(0);
  expect(output.underruns).toBe(0);
  expect(transitions).toBeGreaterThanOrEqual(TRANSITIONS);
});
