import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createClient,
  createInMemoryChannels,
  type Material,
  type MaterialChange,
  serve,
} from '../../../src/contract/index.ts';
import { openStudioService } from '../../../src/studio/index.ts';
import { writeNoise } from '../media/sound-files.ts';
import { createListener } from './pcm-listener.ts';

/** A studio with a library and caches of its own, as a window sees it, and how its sound is heard. */
export const openPreviewed = async (folder: string) => {
  const opened = await openStudioService({
    host: 'web',
    libraryPath: join(folder, 'library'),
    cachePath: join(folder, 'cache'),
  });
  const { client, studio } = createInMemoryChannels();
  serve(studio, opened.service);
  const asked = createClient(client);
  /** Workouts whose gain was found: they sound otherwise, and nothing of them has changed. */
  const found = new Set<string>();
  const stop = asked.on('edit.material', ({ path, takes, tracks }) => {
    if (takes.length === 0 && tracks?.every(({ state }) => state === 'ready')) found.add(path);
  });
  return {
    ...opened,
    client: asked,
    async found(path: string): Promise<void> {
      while (!found.has(path)) await new Promise((resolve) => setTimeout(resolve, 50));
      stop();
    },
    listen() {
      const listener = createListener();
      opened.service.connectPcm(listener.port);
      return listener;
    },
    /** The material of a workout once all of it is there, or has failed. */
    async settled(path: string): Promise<Material> {
      let now: Material | null = null;
      const told: MaterialChange[] = [];
      const end = asked.on('edit.material', (change) => {
        if (change.path === path) told.push(change);
      });
      try {
        for (now = await asked.call('edit.material', { path }); ; ) {
          for (const change of told.splice(0)) now = withChange(now, change);
          const all = [...now.tracks, ...now.takes, ...now.takes.flatMap(({ spare }) => spare ?? [])];
          if (all.every(({ state }) => state !== 'waiting')) return now;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
      } finally {
        end();
      }
    },
  };
};
/** As a window follows what it is told; the takes stay in their order. */
const withChange = (now: Material, { tracks, takes }: MaterialChange): Material => ({
  path: now.path,
  tracks: [...(tracks ?? now.tracks)],
  takes: now.takes.map((take) => takes.find(({ cue, coach }) => cue === take.cue && coach === take.coach) ?? take),
});

export type Previewed = Awaited<ReturnType<typeof openPreviewed>>;

/** Writes a workout file and the noise it plays: `tracks` by name, in seconds. */
export const writeWorkout = (folder: string, document: object, tracks: Readonly<Record<string, number>>): string => {
  for (const [name, seconds] of Object.entries(tracks)) {
    writeNoise(join(folder, name), { length: Math.round(seconds * 48_000) });
  }
  const path = join(folder, 'ride.json');
  writeFileSync(path, JSON.stringify({ id: 'ride', ...document }));
  return path;
};
