import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createClient,
  createInMemoryChannels,
  type ExportJob,
  type MatrixCell,
  type StudioClient,
  serve,
} from '../../../../src/contract/index.ts';
import { frames } from '../../../../src/model/index.ts';
// Past the face: the demo's first seconds are enough here.
import { renderDemoMusic } from '../../../../src/studio/demo.ts';
import { type OpenService, openStudioService } from '../../../../src/studio/index.ts';
import { toneWav } from '../tone-wav.ts';

export interface Desk {
  readonly folder: string;
  readonly client: StudioClient;
  readonly service: OpenService;
  close(): Promise<void>;
}

/** A studio with a library and a cache of its own, as a window sees it. */
export const openDesk = async (folder: string): Promise<Desk> => {
  const service = await openStudioService({
    host: 'web',
    libraryPath: join(folder, 'library'),
    cachePath: join(folder, 'cache'),
    threads: 2,
  });
  const { client, studio } = createInMemoryChannels();
  serve(studio, service.service);
  return { folder, client: createClient(client), service, close: service.close };
};

export const scratch = (): { folder: string; remove(): void } => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-exports-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
};

/** A ride with two variants, whose first cue is a recording, and whose music is a tone of `seconds`. */
export const writeRide = (folder: string, id: string, seconds = 6): string => {
  mkdirSync(folder, { recursive: true });
  toneWav(join(folder, `${id}.wav`), { hertz: 300, seconds, level: 0.3 });
  toneWav(join(folder, `${id}-take.wav`), { hertz: 700, seconds: 0.4, level: 0.3 });
  const path = join(folder, `${id}.json`);
  writeFileSync(path, JSON.stringify(ride(id)));
  return path;
};

export const ride = (id: string) => ({
  id,
  title: 'Ride',
  music_url: `${id}.wav`,
  coaches: [{ id: 'ana', name: 'Ana' }],
  cues: [
    { id: 'one', time_ms: 500, text: 'One.', audio: `${id}-take.wav` },
    { id: 'two', time_ms: 2000, text: 'Two.', level: 'hard' },
    { id: 'three', time_ms: 3500, text: 'Three.' },
  ],
  variants: [
    { id: 'easy', name: 'Easy', cues: { levels: ['easy'] } },
    { id: 'hard', name: 'Hard' },
  ],
});

const DEMO = new URL('../../../../resources/demo/workout.json', import.meta.url);

/** The first `seconds` of the demo workout, with its music and all its voices. */
export const writeDemo = async (folder: string, seconds: number): Promise<string> => {
  mkdirSync(folder, { recursive: true });
  const stretch = { from: frames(0), to: frames(seconds * 48_000) };
  await renderDemoMusic([{ output: join(folder, 'music.wav'), stretch }], new AbortController().signal);
  const whole = JSON.parse(readFileSync(DEMO, 'utf8'));
  const path = join(folder, 'demo.json');
  const document = {
    ...whole,
    ...{ duration_seconds: seconds, music_url: 'music.wav' },
    segments: whole.segments.slice(0, 1).map((segment: object) => ({ ...segment, duration_seconds: seconds })),
    cues: whole.cues.filter(({ time_ms }: { time_ms: number }) => time_ms < (seconds - 8) * 1000),
  };
  writeFileSync(path, JSON.stringify(document));
  return path;
};

/** Waits until the queue has nothing that waits or runs. */
export const settled = async ({ client }: Pick<Desk, 'client'>): Promise<readonly ExportJob[]> => {
  for (;;) {
    const changed = new Promise<void>((resolve) => {
      const stop = client.on('exports.changed', ({ list }) => {
        if (!list) return;
        stop();
        resolve();
      });
    });
    const { jobs } = await client.call('exports.list', {});
    if (!jobs.some(({ state }) => state === 'queued' || state === 'running')) return jobs;
    await changed;
  }
};

/** Cells of one workout by `variant.format`. */
export const cellsOf = async ({ client }: Desk, path: string, preset = 'default'): Promise<Map<string, MatrixCell>> => {
  const { workouts } = await client.call('exports.matrix', { paths: [path], preset });
  return new Map(
    workouts[0].rows.flatMap(({ variant, cells }) => cells.map((cell) => [`${variant}.${cell.format}`, cell] as const)),
  );
};
