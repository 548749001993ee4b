import type { DuckingSettings, Workout } from '../model/index.ts';
import type { Deliverable } from '../render/index.ts';
import type { ExportCell, ExportEvent } from './export-types.ts';

/** What the cells name of everything that was planned, under their names. Without cells: all, under their own. */
export const onlyCells = (
  deliverables: readonly Deliverable[],
  cells: readonly ExportCell[] | undefined,
): readonly Deliverable[] =>
  cells === undefined
    ? deliverables
    : deliverables.flatMap((each) => {
        const cell = cells.find(({ variant, format }) => variant === each.variant && format === each.encoding.format);
        return cell ? [{ ...each, file: cell.file }] : [];
      });

/** The workout with one ducking for all its variants. What single cues say stays. */
export const withDucking = (workout: Workout, ducking: DuckingSettings | undefined): Workout =>
  ducking === undefined
    ? workout
    : { ...workout, variants: workout.variants.map((variant) => ({ ...variant, ducking })) };

/** What is told of a file at most this often. Milliseconds. */
const INTERVAL = 200;
/** What checking a frame costs, in parts of encoding it. */
const CHECK_COST = 0.15;

/** Counts the frames of each file and tells how far it is, for those who ask for single cells. */
export const createCellProgress = (onEvent: (event: ExportEvent) => void, clock: () => number) => {
  const files = new Map<Deliverable, { began: number; told: number; encoded: number; done: number }>();
  return (deliverable: Deliverable, stage: 'encode' | 'check', frames: number): void => {
    const now = clock();
    const file = files.get(deliverable) ?? { began: now, told: 0, encoded: 0, done: 0 };
    files.set(deliverable, file);
    if (stage === 'encode') file.encoded += frames;
    file.done += stage === 'encode' ? frames : frames * CHECK_COST;
    if (now - file.told < INTERVAL) return;
    file.told = now;
    const fraction = Math.min(1, file.done / (deliverable.plan.length * (1 + CHECK_COST)));
    const seconds = (now - file.began) / 1000;
    const timed = seconds > 0 && fraction > 0;
    onEvent({
      event: 'file-progress',
      variant: deliverable.variant,
      format: deliverable.encoding.format,
      fraction,
      rate: timed ? file.encoded / 48_000 / seconds : null,
      remainingSeconds: timed ? (seconds * (1 - fraction)) / fraction : null,
    });
  };
};
