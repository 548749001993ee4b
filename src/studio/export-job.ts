import type { ExportPreset, Settings } from '../contract/index.ts';
import { CueforgeError, fromFailure } from '../model/index.ts';
import { isEnded, type QueueJob } from '../render/index.ts';
import { type Recipe, recipeOf } from './export-matrix.ts';
import type { ExportQueue } from './export-queue.ts';
import type { ExportEvent, ExportRequest } from './export-types.ts';
import type { JobContext } from './jobs.ts';

const STAGES = { music: 'Reading the music', takes: 'Speaking the cues', render: 'Mixing and checking' };
/** The stages' parts of the whole, as they are on two cores. */
const PARTS = { music: 0.15, takes: 0.05, render: 0.8 };

/**
 * Exports a workout as a job of the studio: its files go to the queue, and the job tells of them until each has come to an
 * end. A cancel of the job cancels them; what becomes of the queue when the studio closes is the queue's matter.
 */
export const exportAsJob = async (
  path: string,
  wanted: Pick<ExportRequest, 'variants' | 'formats'>,
  queue: ExportQueue,
  settings: Settings,
  context: JobContext,
): Promise<string> => {
  context.report({ label: `Export of ${path.split(/[\\/]/).pop()}` });
  const preset: ExportPreset = await queue.presets.get('default');
  const chosen: ExportPreset = {
    ...preset,
    variants: wanted.variants ? [...wanted.variants] : preset.variants,
    formats: wanted.formats ? [...wanted.formats] : preset.formats,
  };
  const recipe: Recipe = recipeOf(chosen, settings);
  let ids: ReadonlySet<string> = new Set();
  const fractions = { music: 0, takes: 0, render: 0 };
  /** Variants that were refused by name: their reasons are told with the problems. */
  const refused = new Set<string>();
  /** What goes wrong again when it is tried again is told once. */
  const sentences = new Set<string>();
  const tell = (sentence: string): void => {
    if (!sentences.has(sentence)) context.problem(sentence);
    sentences.add(sentence);
  };
  const hear = (set: readonly QueueJob[], event: ExportEvent): void => {
    if (!set.some(({ id }) => ids.has(id))) return;
    if (event.event === 'warning') tell(event.message);
    if (event.event === 'refused') refused.add(event.variant);
    if (event.event === 'refused') tell(`${event.variant}: ${event.failure.message}`);
    // What is given up for a show may still have something to say; the job says that it waits.
    if (queue.held()) return;
    if (event.event === 'stage') context.report({ detail: STAGES[event.stage] });
    if (event.event !== 'progress') return;
    fractions[event.stage] = event.fraction;
    if (event.stage === 'render') fractions.music = fractions.takes = 1;
    const { music, takes, render } = fractions;
    context.report({
      detail: STAGES[event.stage],
      fraction: Math.min(1, music * PARTS.music + takes * PARTS.takes + render * PARTS.render),
      rate: event.rate,
      remainingSeconds: event.remainingSeconds,
    });
  };
  const deaf = queue.listen(hear);
  const onAbort = (): void => {
    if (ids.size > 0) void queue.cancelFor([...ids]);
  };
  context.signal.addEventListener('abort', onAbort, { once: true });
  try {
    const told = await queue.enqueueWith({ path, what: 'all', cells: [] }, chosen, recipe, 0);
    ids = new Set(told.jobs.map(({ id }) => id));
    for (const sentence of told.refused) tell(sentence);
    if (ids.size === 0)
      throw new CueforgeError('bad-argument', told.refused[0] ?? 'There is no such variant to export');
    if (context.signal.aborted) onAbort();
    const jobs = await context.piece((signal) => {
      fractions.music = fractions.takes = fractions.render = 0;
      return ended(queue, ids, context, signal);
    });
    context.signal.throwIfAborted();
    const stopped = jobs.find(({ state, variant }) => state === 'failed' && !refused.has(variant));
    const made = jobs.filter(({ state }) => state === 'done').length;
    if (made === 0 && stopped?.failure) throw fromFailure(stopped.failure);
    if (made === 0 && jobs.some(({ state }) => state === 'cancelled'))
      throw new CueforgeError('cancelled', 'The export was cancelled');
    const count = made === 1 ? '1 file' : `${made} files`;
    const not = jobs.length - made + told.refused.length;
    return not > 0 ? `${count} made, ${not} refused` : `${count} made`;
  } finally {
    deaf();
    context.signal.removeEventListener('abort', onAbort);
  }
};

/**
 * Waits until none of the jobs waits or runs; throws where the job or the queue is closed before, or `signal` is aborted
 * though nobody cancelled the job: a show is armed, and the queue has given back what ran.
 */
const ended = async (
  queue: ExportQueue,
  ids: ReadonlySet<string>,
  context: JobContext,
  signal: AbortSignal,
): Promise<QueueJob[]> => {
  const givenUp = new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
  for (;;) {
    const changed = queue.changed();
    changed.catch(() => undefined); // thrown where it is waited for
    const jobs = (await queue.store.list()).filter(({ id }) => ids.has(id));
    if (jobs.every(isEnded)) return jobs;
    const isCancelled = context.signal.aborted;
    if (!isCancelled) signal.throwIfAborted();
    const waits = jobs.find(({ state, failure }) => state === 'queued' && failure !== null);
    if (waits?.failure) context.report({ detail: `${waits.failure.message}. It is tried again` });
    await (isCancelled ? changed : Promise.race([changed, givenUp]));
  }
};
