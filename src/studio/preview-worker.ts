import { parentPort } from 'node:worker_threads';
import { renderMix } from '../audio/index.ts';
import { PCM_BLOCK } from '../contract/index.ts';
import { CueforgeError, toFailure } from '../model/index.ts';
import type { FromPreview, ToPreview } from './preview-protocol.ts';
import { createPreviewReader } from './preview-reader.ts';

/**
 * The thread that mixes what is listened to while it is edited: the export's own mixer and limiter, block by block, as
 * far ahead as it is granted. Between two blocks it hears what is said to it: a mix that is no longer wanted ends there.
 */
const port = parentPort;
if (port === null) throw new CueforgeError('internal', 'The preview is mixed in a worker thread, not in the main one');
const say = (message: FromPreview, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

interface Run {
  blocks: number;
  closed: boolean;
  wake: (() => void) | null;
}
const runs = new Map<number, Run>();
const reader = createPreviewReader();

/** Thrown through the mixer where nobody listens any more. */
class Closed extends Error {}

/** Lets messages in, and resolves once a block may be sent. */
const allowed = async (run: Run): Promise<void> => {
  await new Promise((resolve) => setImmediate(resolve));
  while (run.blocks === 0 && !run.closed) {
    await new Promise<void>((resolve) => {
      run.wake = resolve;
    });
  }
  if (run.closed) throw new Closed();
};

const mix = async ({ run: id, plan, sources, from, blocks }: ToPreview & { kind: 'open' }): Promise<void> => {
  const run: Run = { blocks, closed: false, wake: null };
  runs.set(id, run);
  reader.know(sources);
  try {
    const take = (block: Float32Array): Promise<void> => {
      const samples = block.slice();
      run.blocks--;
      say({ kind: 'block', run: id, samples }, [samples.buffer as ArrayBuffer]);
      return allowed(run);
    };
    if (run.blocks === 0) await allowed(run);
    await renderMix(plan, reader, from, plan.length, take, PCM_BLOCK);
    say({ kind: 'ended', run: id });
  } catch (error) {
    if (!(error instanceof Closed)) say({ kind: 'failed', run: id, failure: toFailure(error) });
  } finally {
    runs.delete(id);
  }
};

port.on('message', (message: ToPreview) => {
  if (message.kind === 'open') {
    void mix(message);
    return;
  }
  const run = runs.get(message.run);
  if (run === undefined) return;
  if (message.kind === 'credit') run.blocks += message.blocks;
  else run.closed = true;
  run.wake?.();
  run.wake = null;
});
