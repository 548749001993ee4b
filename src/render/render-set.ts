import { type Failure, toFailure } from '../model/index.ts';
import type { Deliverable } from './deliverable.ts';
import { type RenderedFile, type RenderHost, renderFile } from './render-file.ts';

/** Files in the making at once: others fill the cores while one is written, and one waits for the check of what it shares. */
const AT_ONCE = 3;

export interface RenderOutcome {
  readonly made: readonly RenderedFile[];
  readonly failed: readonly { readonly deliverable: Deliverable; readonly failure: Failure }[];
}

/**
 * Makes every file, in order, some at a time. One that fails stops none of the others; a cancel stops all, and the
 * outcome then holds what was finished before it.
 */
export const renderSet = async (
  deliverables: readonly Deliverable[],
  host: Omit<RenderHost, 'inTurn' | 'checks'>,
  onFile: (file: RenderedFile) => void,
): Promise<RenderOutcome> => {
  const turns = new Map<string, Promise<unknown>>();
  const inTurn = <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const turn = (turns.get(key) ?? Promise.resolve()).then(work);
    turns.set(
      key,
      turn.catch(() => undefined),
    );
    return turn;
  };
  const checks: RenderHost['checks'] = new Map();
  const made = new Map<Deliverable, RenderedFile>();
  const failed = new Map<Deliverable, Failure>();
  const waiting = [...deliverables];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next && !host.signal.aborted; next = waiting.shift()) {
      try {
        const file = await renderFile(next, { ...host, inTurn, checks });
        made.set(next, file);
        onFile(file);
      } catch (error) {
        failed.set(next, toFailure(error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return {
    made: deliverables.flatMap((d) => made.get(d) ?? []),
    failed: deliverables.flatMap((d) => {
      const failure = failed.get(d);
      return failure ? [{ deliverable: d, failure }] : [];
    }),
  };
};
