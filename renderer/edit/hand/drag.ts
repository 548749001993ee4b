import type { SnapPoint } from '../../../src/model/index.ts';
import { frames } from '../../../src/model/index.ts';
import type { Selection } from '../edit-store.ts';
import type { Hit, Picture } from '../timeline/hit-test.ts';
import type { TimelineGhost } from '../timeline/timeline-ghost.ts';
import { asFrame, wholeMs } from './edit-times.ts';
import type { Step } from './hand-step.ts';
import type { HandView } from './hand-view.ts';
import { stepFrom } from './musical-steps.ts';
import { SNAP_PIXELS, snapLine } from './snap-line.ts';

/** Where the pointer is, and which keys are held. */
export interface PointerPlace {
  /** CSS pixels from the left and top edges of the lanes' box. */
  readonly x: number;
  readonly y: number;
  /** The frame of the workout under it; may lie before its start or behind its end. */
  readonly frame: number;
  readonly shift: boolean;
  readonly alt: boolean;
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
}

/** How a drag began. */
export interface DragStart {
  readonly hit: Hit;
  readonly at: PointerPlace;
  /** The timeline as it was then. */
  readonly picture: Picture;
  /** What was chosen before the press. */
  readonly selection: Selection;
}

/** What a drag goes by while it lasts. */
export interface DragWorld {
  readonly view: HandView;
  readonly framesPerPixel: number;
  /** Whether what lies behind a segment moves along where Mod is not held. */
  readonly ripple: boolean;
}

/** What it would do if it ended here. Step null: nothing. */
export interface DragOutcome {
  readonly ghost: TimelineGhost;
  readonly step: Step | null;
  /** What is chosen while it lasts and afterwards. Not given: as it is. */
  readonly selection?: Selection;
}

/** A drag is a function of where it began and where the pointer is now: there is nothing to take back on Escape. */
export type Drag = (start: DragStart, now: PointerPlace, world: DragWorld) => DragOutcome;

/**
 * The distance that something at `origin` goes: the pointer's, to a line nearby. Alt: no line, every millisecond counts.
 * Shift: whole bars only.
 */
export const dragDistance = (
  { at }: Pick<DragStart, 'at'>,
  now: PointerPlace,
  { view, framesPerPixel }: DragWorld,
  origin: number,
  lines: readonly SnapPoint[] = [],
): { readonly distance: number; readonly snap: SnapPoint | null } => {
  const free = wholeMs(now.frame - at.frame);
  if (now.alt) return { distance: free, snap: null };
  if (now.shift) {
    const bar = stepFrom(view, origin, 'bar', 1) - origin;
    return { distance: Math.round(Math.round(free / bar) * bar), snap: null };
  }
  const before: SnapPoint = { frame: asFrame(origin), name: 'as before' };
  const playhead: SnapPoint = { frame: view.playhead, name: 'playhead' };
  const within = SNAP_PIXELS * framesPerPixel;
  const snap = snapLine(view, origin + free, within, [before, playhead, ...lines]);
  return { distance: snap ? snap.frame - origin : free, snap };
};

/** A frame between bounds; the upper one counts where they cross. */
export const between = (frame: number, least: number, most: number): number => Math.min(most, Math.max(least, frame));

/** Seconds as a drag shows them: `2.40 s`. */
export const secondsText = (length: number): string => `${(length / 48_000).toFixed(2)} s`;

export const span = (start: number, end: number) => ({
  start: frames(Math.round(start)),
  end: frames(Math.round(end)),
});
