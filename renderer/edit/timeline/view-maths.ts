/** What of the workout is seen, and how closely. Everything here is pure. */
export interface TimelineView {
  /** Frame of the workout at the left edge; 0 or more, may be a fraction. */
  readonly firstFrame: number;
  /** Frames that one CSS pixel covers; > 0, may be a fraction: 1/16 shows every sample 16 pixels wide. */
  readonly framesPerPixel: number;
  /** Size of the lanes' box, CSS pixels. 0 until it was laid out. */
  readonly width: number;
  readonly height: number;
  /** Length of what there is to see, frames. */
  readonly length: number;
  /** How far the lanes are scrolled down, CSS pixels, where the box is too low for all of them. */
  readonly laneScroll: number;
}

/** The closest look: a sample is 16 pixels wide. */
export const CLOSEST = 1 / 16;
/** The whole workout takes so much of the width: its end can be grabbed. */
const WHOLE = 0.985;
/** What can be scrolled past the end, of the width. */
const PAST_END = 0.1;
/** A frame that is revealed comes this far into the view, of the width. */
const REVEAL_AT = 0.2;

export const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** Frames across the box. */
export const framesAcross = ({ framesPerPixel, width }: Pick<TimelineView, 'framesPerPixel' | 'width'>): number =>
  framesPerPixel * width;

/** Frames per pixel at which all is seen. */
export const wholeScale = ({ length, width }: Pick<TimelineView, 'length' | 'width'>): number =>
  Math.max(CLOSEST, Math.max(1, length) / Math.max(1, width * WHOLE));

/** The view moved and scaled so that it shows something. */
export const clampView = (view: TimelineView): TimelineView => {
  const framesPerPixel = clamp(view.framesPerPixel, CLOSEST, wholeScale(view));
  const across = framesPerPixel * view.width;
  const past = framesPerPixel >= wholeScale(view) * 0.999 ? 1 - WHOLE : PAST_END;
  const furthest = Math.max(0, view.length - across * (1 - past));
  return { ...view, framesPerPixel, firstFrame: clamp(view.firstFrame, 0, furthest) };
};

/** The frame under `x`, CSS pixels from the left edge of the lanes; whole, and inside the workout: 0..length. */
export const frameAt = (view: TimelineView, x: number): number =>
  clamp(Math.round(view.firstFrame + x * view.framesPerPixel), 0, view.length);

/** Where a frame is, CSS pixels from the left edge; may lie outside the box. */
export const xOf = (view: Pick<TimelineView, 'firstFrame' | 'framesPerPixel'>, frame: number): number =>
  (frame - view.firstFrame) / view.framesPerPixel;

/** Zooms by `factor` (> 1: further away) and keeps the frame under `x` where it is. */
export const zoomAround = (view: TimelineView, x: number, factor: number): TimelineView => {
  const under = view.firstFrame + x * view.framesPerPixel;
  const { framesPerPixel } = clampView({ ...view, framesPerPixel: view.framesPerPixel * factor });
  return clampView({ ...view, framesPerPixel, firstFrame: under - x * framesPerPixel });
};

/** Moves time by pixels: > 0 shows what is later. */
export const panned = (view: TimelineView, pixels: number): TimelineView =>
  clampView({ ...view, firstFrame: view.firstFrame + pixels * view.framesPerPixel });

/** All of the workout. */
export const fitted = (view: TimelineView): TimelineView =>
  clampView({ ...view, firstFrame: 0, framesPerPixel: wholeScale(view) });

/** [start, end) with a little room on both sides. */
export const fittedTo = (view: TimelineView, start: number, end: number): TimelineView => {
  const room = Math.max(1, end - start) * 0.06;
  const framesPerPixel = (Math.max(1, end - start) + 2 * room) / Math.max(1, view.width);
  return clampView({ ...view, framesPerPixel, firstFrame: start - room });
};

/** The same view where the frames are seen already; else one that shows them, at the same scale. */
export const revealing = (view: TimelineView, frame: number, end = frame): TimelineView => {
  const across = framesAcross(view);
  const margin = Math.min(across * 0.03, 24 * view.framesPerPixel);
  const last = view.firstFrame + across;
  if (frame >= view.firstFrame + (view.firstFrame > 0 ? margin : 0) && end <= last - margin) return view;
  return clampView({ ...view, firstFrame: frame - across * REVEAL_AT });
};
