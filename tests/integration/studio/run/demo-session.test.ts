import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findFfmpeg, probe } from '../../../../src/media/index.ts';
import { allCues, type CuelistDocument, readCuelistDocument } from '../../../../src/model/index.ts';
import { placeDemoSession } from '../../../../src/studio/demo-session.ts';
import { openStudio, type Studio } from '../../../../src/studio/index.ts';

let folder: string;
let studio: Studio;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cueforge-demo-session-'));
  studio = await openStudio({ cachePath: join(folder, 'cache') });
});
afterEach(async () => {
  await studio.close();
  rmSync(folder, { recursive: true, force: true });
});

const template = JSON.parse(
  readFileSync(new URL('../../../../resources/demo/session.json', import.meta.url), 'utf8'),
) as CuelistDocument;
const { cuelist, problems } = readCuelistDocument(template);
const layers = allCues(cuelist?.cues ?? []).flatMap(({ action }) => (action.kind === 'sound' ? action.layers : []));
const files = [...new Set(layers.map(({ file }) => file))];

const place = async (report: (progress: { detail?: string }) => void = () => undefined): Promise<string> => {
  const parts = { speak: studio.speak, ffmpeg: await findFfmpeg(null) };
  return placeDemoSession(join(folder, 'demo'), parts, { signal: new AbortController().signal, report });
};

it('is a session with a bit of everything and nothing to complain of', () => {
  expect(problems).toEqual([]);
  const cues = allCues(cuelist!.cues);
  expect(new Set(cues.map(({ action }) => action.kind))).toEqual(new Set(['sound', 'control', 'memo', 'group']));
  expect(cues.some(({ transition }) => transition.kind === 'crossfade')).toBe(true);
  expect(layers.some(({ loop }) => loop !== null)).toBe(true);
  expect(cuelist!.cues.every(({ number, color }) => number !== '' && color !== '')).toBe(true);
});

it('makes what is not there, in its length, and leaves what is', { timeout: 120_000 }, async () => {
  // Two are made; whatever stands at the other places is the operator's.
  const made = ['music/float.flac', 'voice/settle.wav'];
  for (const file of files) {
    if (made.includes(file)) continue;
    mkdirSync(dirname(join(folder, 'demo', file)), { recursive: true });
    writeFileSync(join(folder, 'demo', file), 'mine');
  }
  const details = new Set<string | undefined>();
  const path = await place(({ detail }) => details.add(detail));
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(template);
  expect(details).toEqual(new Set(['Making its music', 'Speaking its lines']));
  const music = await probe(join(folder, 'demo', made[0]));
  expect(music.durationSeconds).toBe(15);
  expect((await probe(join(folder, 'demo', made[1]))).durationSeconds).toBeGreaterThan(2);
  for (const file of files)
    if (!made.includes(file)) expect(readFileSync(join(folder, 'demo', file), 'utf8')).toBe('mine');
  const ends = layers.filter(({ file }) => file === made[0]).map(({ trimEnd }) => (trimEnd ?? 0) / 48_000);
  expect(Math.max(...ends)).toBeLessThanOrEqual(15);

  writeFileSync(path, '{"id":"mine","cues":[]}');
  const before = statSync(join(folder, 'demo', made[0])).mtimeMs;
  expect(await place()).toBe(path);
  expect(readFileSync(path, 'utf8')).toBe('{"id":"mine","cues":[]}');
  expect(statSync(join(folder, 'demo', made[0])).mtimeMs).toBe(before);
});
