import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { containerOf } from '../../../src/model/index.ts';
import type { ExportRequest, ExportResult } from '../../../src/studio/index.ts';
import { openStudio, type Studio } from '../../../src/studio/index.ts';
import { type Desk, openDesk } from './cueforge.ts';
import { runFfmpeg } from './judge.ts';
import { writeJson, writeMusic } from './material.ts';

/** Workouts and edits that are tried; `SMART_RUNS=100` for more. */
const RUNS = Number(process.env.SMART_RUNS ?? 2);
const LENGTH = 40;
const PICTURE = ['-c:v', 'copy', '-disposition:v', 'attached_pic'];
/** Formats that share what they have in common; the last is any of them. */
const WAVS = ['wav', 'wav16', 'wav32'] as const;
const formatsWith = (wav: (typeof WAVS)[number]) => ['mp3', 'flac', wav] as const;

let desk: Desk;
let studio: Studio;
beforeAll(async () => {
  desk = openDesk();
  writeMusic(desk.at('plain.wav'), LENGTH);
  // Pictures lie among the sound of some formats.
  runFfmpeg('-f', 'lavfi', '-i', 'testsrc=size=64x64', '-frames:v', '1', desk.at('cover.png'));
  runFfmpeg('-i', desk.at('plain.wav'), '-i', desk.at('cover.png'), ...PICTURE, desk.at('music.flac'));
  studio = await openStudio({ cachePath: desk.at('cache') });
});
afterAll(async () => {
  await studio.close();
  desk.clear();
});

const cue = fc.record({
  time_ms: fc.integer({ min: 0, max: LENGTH * 1_000 - 3_000 }),
  text: fc.constantFrom('Here we go.', 'Push.', 'And now breathe, all the way out.'),
  tags: fc.constantFrom(['hard'], ['easy']),
});
const workout = fc.record({
  cues: fc.array(cue, { minLength: 1, maxLength: 4 }),
  depth: fc.constantFrom(-12, -18),
});
/** A workout, and what becomes of it: another cue, a cue less, or other ducking. */
const edits = fc.array(fc.tuple(fc.nat(3), fc.nat(3), cue), { minLength: 1, maxLength: 2 });
const story = fc.tuple(workout, edits, fc.constantFrom(...WAVS));
type Written = typeof workout extends fc.Arbitrary<infer T> ? T : never;

const edited = (
  { cues, depth }: Written,
  [what, which, other]: readonly [number, number, Written['cues'][number]],
): Written => {
  if (what === 0) return { cues: [...cues, other], depth };
  if (what === 1 && cues.length > 1) return { cues: cues.filter((_, i) => i !== which % cues.length), depth };
  if (what === 2) return { cues: cues.map((each, i) => (i === which % cues.length ? other : each)), depth };
  return { cues, depth: depth === -12 ? -18 : -12 };
};
const write = ({ cues, depth }: Written): void =>
  writeJson(desk.at('ride.json'), {
    ...{ id: 'ride', music_url: 'music.flac' },
    cues: cues.map((each, i) => ({ id: `c${i}`, ...each })),
    variants: [
      { id: 'full', name: 'Full', ducking: { depth_db: depth } },
      { id: 'hard', name: 'Hard', cues: { tags: ['hard'] }, ducking: { depth_db: depth } },
    ],
  });
const exported = async (out: string, more: Partial<ExportRequest>): Promise<ExportResult> =>
  studio.exportWorkout({ workout: desk.at('ride.json'), outDir: desk.at(out), ...more });
const bytesOf = (out: string, { files }: ExportResult): Record<string, string> =>
  Object.fromEntries(files.map(({ file }) => [file, readFileSync(desk.at(out, file)).toString('base64')]));

/** What was judged of a file, whole frames as they are. */
const verdicts = (checks: ExportResult['files'][number]['checks']): unknown[] =>
  checks.map(({ name, passed, measured, unit }) => [name, passed, unit === 'frames' ? measured : unit]);

it(
  'makes of shared frames what a serial encode makes, byte for byte, over random workouts and edits',
  async () => {
    const shared: Record<string, number> = { mp3: 0, flac: 0, wav: 0 };
    let whole = 0;
    await fc.assert(
      fc.asyncProperty(story, async ([first, edits, wav]) => {
        const formats = formatsWith(wav);
        let now = first;
        for (const edit of [null, ...edits]) {
          if (edit !== null) now = edited(now, edit);
          write(now);
          const smart = await exported('smart', { formats });
          const serial = await exported('serial', { formats, serial: true });
          expect(smart.refused).toEqual([]);
          const [ours, theirs] = [bytesOf('smart', smart), bytesOf('serial', serial)];
          for (const [file, bytes] of Object.entries(theirs))
            expect([file, ours[file] === bytes]).toEqual([file, true]);
          // Decoded whole, they measure what was put together from what was known of their frames.
          const full = await exported('full', { formats, fullCheck: true });
          for (const [i, { lufs, lra, dbtp, file, checks }] of full.files.entries()) {
            expect(smart.files[i].file).toBe(file);
            expect(verdicts(smart.files[i].checks)).toEqual(verdicts(checks));
            expect(smart.files[i].lufs).toBeCloseTo(lufs, 6);
            expect(smart.files[i].lra).toBeCloseTo(lra, 6);
            expect(smart.files[i].dbtp).toBe(dbtp);
          }
          const mixes = smart.files.filter(({ variant }) => variant !== 'coaching');
          for (const { format, durationSeconds, encodedSeconds } of mixes) {
            shared[containerOf(format)] += durationSeconds - encodedSeconds;
            whole += durationSeconds / formats.length;
          }
          for (const { variant, encodedSeconds } of full.files) if (variant === 'full') expect(encodedSeconds).toBe(0);
        }
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    for (const [format, seconds] of Object.entries(shared)) {
      console.log(`${format}: ${seconds.toFixed(0)} s of ${whole.toFixed(0)} s were shared`);
      expect([format, seconds > whole / 3]).toEqual([format, true]);
    }
  },
  RUNS * 300_000,
);
