import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type AudioFormat, CueforgeError, type Failure } from '../../model/index.ts';
import {
  lookAtStore,
  MANIFEST,
  type ManifestLists,
  planRelease,
  publishRelease,
  type QueueJob,
  type QueueMaker,
  type ReleaseStore,
  readRelease,
  reportName,
} from '../../render/index.ts';
import { ENGINE_VERSION } from '../engine-version.ts';
import type { ExportEvent, ExportedFile } from '../export-types.ts';
import type { Studio } from '../open-studio.ts';
import { type FarmOrder, inStore, parseFarmRecipe, readNote, readOrder } from './farm-order.ts';
import { layOut, type MediaCache, sendFile } from './shared-media.ts';

export interface FarmMakerParts {
  readonly exportWorkout: Studio['exportWorkout'];
  /** What the machines share: media, orders, notes of what was made. */
  readonly shared: ReleaseStore;
  /** Opens the place where a folder is published. */
  openRelease(folder: string): Promise<ReleaseStore>;
  readonly media: MediaCache;
  /** Where sets are made; each has a folder of its own there for as long as it runs. */
  readonly workFolder: string;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Hears that this worker cannot make what is queued, whatever it is, and had better end. */
  unfit(failure: Failure): void;
}

/** Of a job's progress, the part until its files are made; the rest is their way to the store. */
const MADE_PART = 0.95;

/**
 * Makes a set from what the store has, and publishes it: what is missing here is fetched, the files are made as an export
 * makes them anywhere, and published with the manifest last; what others published in that folder stays. Then it is noted
 * what was made of which order: a set that is begun again, because its worker seemed dead, finds its files published and
 * does nothing. Should both be at it, both publish the same bytes.
 */
export const createFarmMaker =
  (parts: FarmMakerParts): QueueMaker =>
  async (set, signal, events) => {
    const { shared, media } = parts;
    const [{ folder, recipe }] = set;
    const { order: name } = parseFarmRecipe(recipe);
    const order = await fetchOrder(shared, name, signal);
    if (order.engine !== ENGINE_VERSION) {
      parts.unfit(otherVersion(order.engine));
      await aborted(signal);
    }
    const release = await parts.openRelease(folder);
    const work = await newFolder(parts.workFolder);
    try {
      const there = await publishedIn(release, signal);
      const made = ({ variant, format, file }: QueueJob): Promise<void> =>
        events.made(variant, format, `${release.place}/${file}`);
      const left: QueueJob[] = [];
      for (const job of set) {
        const note = readNote(await shared.read(inStore.made(name, job), signal));
        const stands = there.files.some(({ file, sha256 }) => file === note?.file && sha256 === note?.sha256);
        if (stands) await made(job);
        else left.push(job);
      }
      if (left.length === 0) return;

      const out = join(work, 'out');
      const input = join(work, 'in');
      await Promise.all([mkdir(out), mkdir(input)]);
      const workout = await layOut(order, shared, media, input, signal);
      await fetchReports(release, there, out, signal);
      const files: ExportedFile[] = [];
      const refused: { variant: string; format: string | null; failure: Failure }[] = [];
      const onEvent = (event: ExportEvent): void => {
        if (event.event === 'file') files.push(event);
        if (event.event === 'refused') refused.push({ ...event, format: event.format ?? null });
        if (event.event !== 'file-progress') return;
        const { variant, format, fraction, rate, remainingSeconds } = event;
        events.progress(variant, format, { fraction: fraction * MADE_PART, rate, remainingSeconds });
      };
      await parts.exportWorkout(
        {
          ...{ ...order.recipe, workout, outDir: out, elsewhere: there },
          variants: [...new Set(left.map(({ variant }) => variant))],
          cells: left.map(({ variant, format, file }) => ({ variant, format: format as AudioFormat, file })),
        },
        { signal, onEvent },
      );
      if (files.length > 0) await publish(out, release, there, signal, parts.clock);
      const told = files.flatMap(({ variant, format, file, sha256 }) => {
        const job = left.find((each) => each.variant === variant && each.format === format);
        return job ? [{ job, note: { file, sha256 } }] : [];
      });
      // All of them before Redis hears of any: it may be away, and what is published need not be made again.
      for (const { job, note } of told) await sendNote(shared, inStore.made(name, job), note, signal);
      for (const { job } of told) await made(job);
      for (const { variant, format, failure } of refused) await events.refused(variant, format, failure);
    } finally {
      release.close();
      await rm(work, { recursive: true, force: true });
    }
  };

const fetchOrder = async (shared: ReleaseStore, name: string, signal: AbortSignal): Promise<FarmOrder> => {
  const content = await shared.read(inStore.media(name), signal);
  if (content !== null) return readOrder(content);
  throw new CueforgeError(
    'file-missing',
    `${shared.place} has no ${inStore.media(name)}, which says what is made: queue the workout again, or give this worker the store it was queued with`,
  );
};

const otherVersion = (engine: string): Failure => ({
  code: 'queue-unreachable',
  message: `What is queued is for Cueforge ${engine}, and this is ${ENGINE_VERSION}, which may make other bytes: start a worker of that version, or queue it again with this one`,
});

/** Waits for the end that was asked for. */
const aborted = async (signal: AbortSignal): Promise<never> => {
  if (!signal.aborted) await new Promise<void>((end) => signal.addEventListener('abort', () => end(), { once: true }));
  throw new CueforgeError('cancelled', 'The work was cancelled');
};

const newFolder = async (parent: string): Promise<string> => {
  await mkdir(parent, { recursive: true });
  return mkdtemp(join(parent, 'set-'));
};

/** What the manifest in a store names and is there, as an export can go on with it. */
const publishedIn = async (release: ReleaseStore, signal: AbortSignal): Promise<ManifestLists> => {
  const content = await release.read(MANIFEST, signal);
  if (content === null) return { files: [], documents: [] };
  const there = new Map((await release.list(signal)).map(({ name, bytes }) => [name, bytes]));
  const listed = <Entry extends { readonly file: string }>(value: unknown): Entry[] =>
    (Array.isArray(value) ? value : []).filter(
      (entry) => typeof entry?.file === 'string' && there.get(entry.file) === entry.bytes,
    );
  try {
    const { files, documents } = JSON.parse(Buffer.from(content).toString('utf8')) as Record<string, unknown>;
    return { files: listed(files), documents: listed(documents) };
  } catch {
    return { files: [], documents: [] }; // none of ours: the next one takes its place
  }
};

/** Reports draw anew what they drew before. */
const fetchReports = async (
  release: ReleaseStore,
  there: ManifestLists,
  out: string,
  signal: AbortSignal,
): Promise<void> => {
  const named = new Set(there.documents.map(({ file }) => file));
  for (const workout of new Set(there.files.map((entry) => entry.workout))) {
    const report = reportName(workout);
    const content = named.has(report) ? await release.read(report, signal) : null;
    if (content !== null) await writeFile(join(out, report), content);
  }
};

const publish = async (
  out: string,
  store: ReleaseStore,
  there: ManifestLists,
  signal: AbortSignal,
  clock: () => number,
): Promise<void> => {
  const here = new Set(await readdir(out));
  const elsewhere = [...there.files, ...there.documents].map(({ file }) => file).filter((file) => !here.has(file));
  const release = await readRelease(out, new Set(elsewhere));
  const plan = planRelease(release, await lookAtStore(store, release, signal));
  await publishRelease(plan, store, { signal, clock, removeOld: false, onProgress: () => undefined });
};

const sendNote = (shared: ReleaseStore, name: string, note: object, signal: AbortSignal): Promise<void> => {
  const source = Buffer.from(JSON.stringify(note));
  const sha256 = createHash('sha256').update(source).digest('hex');
  return sendFile(shared, name, { source, sha256, bytes: source.length, type: 'application/json' }, signal);
};
