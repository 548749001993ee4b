import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apply } from 'mutative';
import { expect } from 'vitest';
import {
  createClient,
  createInMemoryChannels,
  type EditChange,
  type EditPlace,
  type StudioClient,
  serve,
} from '../../../../src/contract/index.ts';
import type { WorkoutDocument } from '../../../../src/model/index.ts';
import { openStudioService } from '../../../../src/studio/index.ts';

/** A folder for one test, with a studio that can be closed and opened again, and a clock that stands until it is set. */
export const scratchStudio = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'cueforge-editor-'));
  const clock = { at: Date.UTC(2026, 10, 21, 9) };
  const open = () =>
    openStudioService({
      host: 'web',
      libraryPath: join(folder, 'library'),
      cachePath: join(folder, 'cache'),
      now: () => clock.at,
    });
  let service = await open();
  const at = (name: string): string => join(folder, name);
  return {
    folder,
    clock,
    at,
    /** A client over a channel of its own. */
    connect(): StudioClient {
      const { client, studio } = createInMemoryChannels();
      serve(studio, service.service);
      return createClient(client);
    },
    write(name: string, content: unknown): string {
      writeFileSync(at(name), typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`);
      return at(name);
    },
    json: (name: string): WorkoutDocument => JSON.parse(readFileSync(at(name), 'utf8')) as WorkoutDocument,
    async reopen(): Promise<void> {
      await service.close();
      service = await open();
    },
    close: () => service.close(),
    async remove(): Promise<void> {
      await service.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
export type ScratchStudio = Awaited<ReturnType<typeof scratchStudio>>;

/** A window's copy of a workout: it follows the studio by patches alone, and complains of one that does not fit. */
export const followWorkout = async (client: StudioClient, path: string) => {
  const changes: EditChange[] = [];
  const saves: EditPlace[] = [];
  const early: EditChange[] = [];
  let copy: { document: WorkoutDocument; revision: number } | null = null;
  const take = (change: EditChange): void => {
    if (copy === null) return void early.push(change);
    if (change.revision <= copy.revision) return;
    expect(change.revision).toBe(copy.revision + 1);
    copy = {
      revision: change.revision,
      document: apply(copy.document as object, change.patches as never) as WorkoutDocument,
    };
    changes.push(change);
  };
  client.on('edit.changed', take);
  client.on('edit.saved', (place) => void saves.push(place));
  const opened = await client.call('edit.open', { path });
  copy = { document: opened.document, revision: opened.revision };
  early.forEach(take);
  return { opened, path: opened.path, changes, saves, now: () => copy as NonNullable<typeof copy> };
};

/** Resolves when the file has everything. */
export const saved = (follower: Awaited<ReturnType<typeof followWorkout>>): Promise<void> =>
  expect
    .poll(() => follower.saves.some((place) => place.revision === follower.now().revision && place.savedAt !== null), {
      timeout: 20_000,
      interval: 20,
    })
    .toBe(true);

/** A ride of three cues with ids, and keys that nobody knows. Its recordings are not there, so that nothing is spoken. */
export const RIDE = {
  id: 'ride',
  title: 'Morning ride',
  author: { name: 'Kaya', likes: ['hills'] },
  duration_seconds: 600,
  segments: [{ id: 'climb', title: 'Climb', start_time: 0, duration_seconds: 300, note: 'kept' }],
  cues: [
    { id: 'a', time_ms: 1000, text: 'Warm up.', audio: 'takes/a.wav', mood: 'calm' },
    { id: 'b', time_ms: 60_000, text: 'Push.', audio: 'takes/b.wav' },
    { id: 'c', time_ms: 120_000, text: 'Rest.', audio: 'takes/c.wav' },
  ],
};
