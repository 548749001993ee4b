import { create } from 'zustand';
import { clamp, clampView, fitted, fittedTo, panned, revealing, type TimelineView, zoomAround } from './view-maths.ts';

export * from './view-maths.ts';

/** The timeline's view as all of Edit shares it. What is painted listens to it without React. */
export interface TimelineViewState extends TimelineView {
  /** Whether the view turns its page when the playhead leaves it. */
  readonly follow: boolean;
  /** Whether all is shown, and is to stay so when the workout grows or the window changes. */
  readonly whole: boolean;
}

export const useTimelineView = create<TimelineViewState>()(() => ({
  ...{ firstFrame: 0, framesPerPixel: 2048, width: 0, height: 0, length: 0, laneScroll: 0 },
  ...{ follow: true, whole: true },
}));

/** The view now: for handlers, outside React. */
export const timelineView = (): TimelineViewState => useTimelineView.getState();

const show = (view: TimelineView): void => {
  const { firstFrame, framesPerPixel, laneScroll } = view;
  const now = timelineView();
  if (now.firstFrame === firstFrame && now.framesPerPixel === framesPerPixel && now.laneScroll === laneScroll) return;
  useTimelineView.setState({ firstFrame, framesPerPixel, laneScroll, whole: false });
};

/** Scrolls time by CSS pixels; > 0 shows what is later. */
export const panBy = (pixels: number): void => show(panned(timelineView(), pixels));

/** Zooms by a factor (> 1: further away) around `x`, CSS pixels; the middle where none is given. */
export const zoomBy = (factor: number, x: number = timelineView().width / 2): void =>
  show(zoomAround(timelineView(), x, factor));

/** Looks at a place as closely as asked; what is not given stays. */
export const lookAt = (place: Partial<Pick<TimelineView, 'firstFrame' | 'framesPerPixel'>>): void =>
  show(clampView({ ...timelineView(), ...place }));

/** Shows all of the workout, also when it grows or the window does. */
export const showWhole = (): void => {
  const { firstFrame, framesPerPixel } = fitted(timelineView());
  useTimelineView.setState({ firstFrame, framesPerPixel, whole: true });
};

/** Shows [start, end) with a little room around it. */
export const showRange = (start: number, end: number): void => show(fittedTo(timelineView(), start, end));

/** Brings frames into view where they are not; at the same scale. */
export const reveal = (frame: number, end: number = frame): void => show(revealing(timelineView(), frame, end));

export const setFollow = (follow: boolean): void => useTimelineView.setState({ follow });

/** Scrolls the lanes by CSS pixels, as far as there are lanes. `content`: the height of all of them. */
export const scrollLanesBy = (pixels: number, content: number): void => {
  const view = timelineView();
  show({ ...view, laneScroll: clamp(view.laneScroll + pixels, 0, Math.max(0, content - view.height)) });
};

/** The box or the workout has another size: what is at the left edge stays there. */
export const resizeView = (size: Partial<Pick<TimelineView, 'width' | 'height' | 'length'>>): void => {
  const now = timelineView();
  const next = { ...now, ...size };
  if (next.width === now.width && next.height === now.height && next.length === now.length) return;
  const isLaidOut = next.width > 0 && next.length > 0;
  useTimelineView.setState({ ...size, ...(isLaidOut ? (next.whole ? fitted(next) : clampView(next)) : {}) });
};
