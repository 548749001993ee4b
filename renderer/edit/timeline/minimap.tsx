import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { useDeviceSize } from '../../waveform/look.ts';
import { fitCanvas } from '../../waveform/paint.ts';
import { paintMinimap } from './paint/paint-minimap.ts';
import { followPlayhead } from './playhead-line.ts';
import { currentScene } from './scene.ts';
import type { Stage } from './stage.ts';
import styles from './timeline.module.css';
import { useTimelineGhost } from './timeline-ghost.ts';
import { clamp, framesAcross, lookAt, showWhole, timelineView, useTimelineView } from './timeline-view.ts';

/** The window's edges are taken hold of this near, CSS pixels, and it is never narrower than that on the screen. */
const EDGE = 6;
const NARROWEST = 10;

/** All of the workout in one line, with the part that is seen: dragged, it moves; by its edges it grows. */
export const Minimap = ({ stage }: { stage: Stage | null }) => {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const window = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const size = useDeviceSize(box);
  usePainted(stage, canvas, size);
  useWindow(window, head, size.width / size.ratio);
  return (
    <div
      ref={box}
      className={styles.minimap}
      title="Drag to look elsewhere, its edges to look closer. Double click: all of it"
      onPointerDown={startDrag}
      onPointerMove={showCursor}
      onDoubleClick={showWhole}
      aria-hidden
    >
      <canvas ref={canvas} className={styles.canvas} />
      <div ref={head} className={styles.minimapHead} />
      <div ref={window} className={styles.window} />
    </div>
  );
};

/** Paints when the workout or its sounds change; not while something is dragged, and at most once a picture. */
const usePainted = (
  stage: Stage | null,
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height, ratio }: { width: number; height: number; ratio: number },
): void => {
  useEffect(() => {
    if (!stage || width === 0) return;
    let painted: unknown[] = [];
    return stage.onPainted((look, sounds) => {
      const scene = currentScene();
      if (useTimelineGhost.getState().ghost !== null && painted.length > 0) return;
      const from = [
        scene.tracks,
        scene.segments,
        scene.cues,
        scene.markers,
        scene.ducking,
        look,
        sounds,
        width,
        height,
      ];
      if (from.every((each, i) => each === painted[i]) || !canvas.current) return;
      painted = from;
      fitCanvas(canvas.current, width, height);
      paintMinimap(canvas.current, { ratio, scene, look, sounds: stage.sounds });
    });
  }, [stage, canvas, width, height, ratio]);
};

const useWindow = (window: RefObject<HTMLElement | null>, head: RefObject<HTMLElement | null>, width: number): void => {
  useEffect(() => {
    if (!window.current || !head.current || width === 0) return;
    const element = window.current;
    const place = (): void => {
      const { left, right } = windowOf(width);
      element.style.transform = `translateX(${left}px)`;
      element.style.width = `${right - left}px`;
    };
    place();
    const ends = [
      useTimelineView.subscribe(place),
      followPlayhead(
        [{ element: head.current, place: (frame) => (frame / Math.max(1, timelineView().length)) * width }],
        false,
      ),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [window, head, width]);
};

/** The part that is seen, CSS pixels of a minimap so wide. */
const windowOf = (width: number): { left: number; right: number } => {
  const view = timelineView();
  const scale = width / Math.max(1, view.length);
  const left = view.firstFrame * scale;
  const right = Math.min(width, left + framesAcross(view) * scale);
  const more = Math.max(0, NARROWEST - (right - left)) / 2;
  return { left: Math.max(0, left - more), right: Math.min(width, right + more) };
};

type Grip = 'left' | 'right' | 'middle' | 'elsewhere';
const gripAt = (x: number, width: number): Grip => {
  const { left, right } = windowOf(width);
  if (Math.abs(x - left) <= EDGE && x < right - 2) return 'left';
  if (Math.abs(x - right) <= EDGE) return 'right';
  return x > left && x < right ? 'middle' : 'elsewhere';
};
const CURSORS: Readonly<Record<Grip, string>> = {
  ...{ left: 'ew-resize', right: 'ew-resize', middle: 'grab', elsewhere: 'pointer' },
};

const showCursor = ({ currentTarget, clientX }: PointerEvent<HTMLElement>): void => {
  if (currentTarget.dataset.dragging) return;
  const { left, width } = currentTarget.getBoundingClientRect();
  currentTarget.style.cursor = CURSORS[gripAt(clientX - left, width)];
};

const startDrag = (event: PointerEvent<HTMLElement>): void => {
  if (event.button !== 0) return;
  const { currentTarget: element, pointerId } = event;
  const { left, width } = element.getBoundingClientRect();
  const x = event.clientX - left;
  const grip = gripAt(x, width);
  const start = timelineView();
  const perPixel = Math.max(1, start.length) / width;
  if (grip === 'elsewhere') lookAt({ firstFrame: x * perPixel - framesAcross(start) / 2 });
  const from = timelineView();
  const end = from.firstFrame + framesAcross(from);
  element.setPointerCapture(pointerId);
  element.dataset.dragging = 'true';
  if (grip === 'middle' || grip === 'elsewhere') element.style.cursor = 'grabbing';
  const onMove = (moved: globalThis.PointerEvent): void => {
    const by = (moved.clientX - event.clientX) * perPixel;
    const least = (NARROWEST / 2) * perPixel;
    if (grip === 'left') {
      const first = clamp(from.firstFrame + by, 0, end - least);
      lookAt({ firstFrame: first, framesPerPixel: (end - first) / from.width });
    } else if (grip === 'right') lookAt({ framesPerPixel: Math.max(least, end + by - from.firstFrame) / from.width });
    else lookAt({ firstFrame: from.firstFrame + by });
  };
  const stop = (): void => {
    delete element.dataset.dragging;
    element.removeEventListener('pointermove', onMove);
    element.removeEventListener('lostpointercapture', stop);
  };
  element.addEventListener('pointermove', onMove);
  element.addEventListener('lostpointercapture', stop);
};
