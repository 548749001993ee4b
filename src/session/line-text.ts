import type { Show } from './runner-state.ts';
import type { SessionLine } from './session-ports.ts';

/**
 * What the log for those who look for faults says of a line, beside the operator's: which cue and which file were read
 * ahead, streamed, or slow. Null: nothing.
 */
export const debugText = ({ steps }: Show, { event, cue, layer, reason }: SessionLine): string | null => {
  const step = cue === null ? undefined : steps[cue]?.cue;
  if (step === undefined) return null;
  const file = layer !== null && step.action.kind === 'sound' ? step.action.layers[layer]?.file : undefined;
  const what = `“${step.name}”${file === undefined ? '' : `, ${file}`}`;
  if (event === 'prefetch.ready') return `${reason} ${what}`;
  if (event === 'prefetch.deferred') return `[session] Deferred ${what} (${reason})`;
  if (event === 'prefetch.failed') return `[session] Could not prefetch ${what}: ${reason}`;
  if (event === 'stream.start') return `[session] Streaming ${what} (${reason})`;
  if (event === 'perf') return `[perf] ${reason}: ${what}`;
  return null;
};
