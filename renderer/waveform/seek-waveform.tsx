import { type KeyboardEvent, type PointerEvent, useCallback, useEffect, useRef, useState } from 'react';
import { ENGINE_RATE } from '../../src/model/index.ts';
import { columnAt, frameAt, type WaveformView, wholeView, withinSound, zoomAround } from './columns.ts';
import type { Position } from './playhead.ts';
import styles from './seek-waveform.module.css';
import { Waveform, type WaveformProps } from './waveform.tsx';

export interface SeekWaveformProps extends Omit<WaveformProps, 'view' | 'position'> {
  /** What it is the waveform of: `Neon Divide`. */
  label: string;
  position: Position | null;
  /** A frame was chosen by pointer or keys. */
  onSeek: (frame: number) => void;
  /** Seconds as they are said: `3:12 of 45:00`. */
  say: (seconds: number) => string;
  /** Spans that are marked, seconds: clipping. */
  marks?: readonly { readonly start: number; readonly end: number }[];
}

/**
 * A waveform to look into: wheel scrolls, Ctrl/Cmd-wheel zooms around the pointer, a click seeks, arrows seek by
 * 5 s (Alt: 0.1 s, Page: a tenth), + and − zoom, 0 shows the whole.
 */
export const SeekWaveform = ({ label, position, onSeek, say, marks = [], ...wave }: SeekWaveformProps) => {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [zoomed, setZoomed] = useState<WaveformView | null>(null);
  const [cursor, setCursor] = useState(0);
  const { asset, frames } = wave;
  const view = withinSound(zoomed ?? wholeView(frames, width), frames, width);
  const pressed = useRef(0);
  const latest = useRef({ view, width, frames });
  latest.current = { view, width, frames };

  // biome-ignore lint/correctness/useExhaustiveDependencies: another sound is looked at as a whole, from its start
  useEffect(() => {
    setZoomed(null);
    setCursor(0);
  }, [asset]);
  useEffect(() => {
    if (!box.current) return;
    const observer = new ResizeObserver(([entry]) => setWidth(entry.contentRect.width));
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  useWheel(box, latest, setZoomed);

  const seek = useCallback(
    (frame: number): void => {
      setCursor(frame);
      onSeek(frame);
    },
    [onSeek],
  );
  const toPointer = (event: PointerEvent<HTMLDivElement>): void => {
    const { left } = event.currentTarget.getBoundingClientRect();
    seek(frameAt(view, event.clientX - left, frames));
  };
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.ctrlKey || event.metaKey) return;
    const now = position?.() ?? cursor;
    const to = keySeek(event, now, frames);
    const zoom = KEY_ZOOMS[event.key];
    if (to !== null) {
      seek(to);
      const x = columnAt(view, to);
      if (x < 0 || x > width)
        setZoomed(withinSound({ ...view, firstFrame: to - (view.framesPerPixel * width) / 2 }, frames, width));
    } else if (zoom)
      setZoomed(zoomAround(view, Math.min(Math.max(columnAt(view, now), 0), width), zoom, { frames, width }));
    else if (event.key === '0') setZoomed(null);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const seconds = cursor / ENGINE_RATE;
  return (
    <div
      ref={box}
      role="slider"
      tabIndex={0}
      aria-label={`Position in ${label}`}
      aria-valuemin={0}
      aria-valuemax={Math.round(frames / ENGINE_RATE)}
      aria-valuenow={Math.round(seconds)}
      aria-valuetext={say(seconds)}
      className={styles.seek}
      title="Click: hear it from there. Ctrl or ⌘ and wheel: look closer. 0: the whole sound"
      onFocus={() => setCursor(position?.() ?? cursor)}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pressed.current = event.clientX;
        toPointer(event);
      }}
      onPointerUp={(event) => {
        // Only where it was let go elsewhere: a jump in the sound for every pixel in between would be noise.
        if (event.currentTarget.hasPointerCapture(event.pointerId) && pressed.current !== event.clientX)
          toPointer(event);
      }}
      onDoubleClick={() => setZoomed(null)}
      onKeyDown={onKeyDown}
    >
      <Waveform {...wave} view={width > 0 ? view : undefined} position={position} />
      {marks.map(({ start, end }) => (
        <Mark
          key={start}
          from={columnAt(view, start * ENGINE_RATE)}
          to={columnAt(view, end * ENGINE_RATE)}
          width={width}
        />
      ))}
      {zoomed && width > 0 ? (
        <div className={styles.window} aria-hidden>
          <div
            style={{
              left: `${(view.firstFrame / frames) * 100}%`,
              width: `${((view.framesPerPixel * width) / frames) * 100}%`,
            }}
          />
        </div>
      ) : null}
    </div>
  );
};

/** A marked span; at least two pixels wide so that a single frame is seen, too. */
const Mark = ({ from, to, width }: { from: number; to: number; width: number }) =>
  to < 0 || from > width ? null : (
    <div
      className={styles.mark}
      style={{ left: Math.max(0, from), width: Math.max(2, Math.min(to, width) - Math.max(0, from)) }}
    />
  );

const KEY_ZOOMS: Readonly<Record<string, number>> = { '+': 0.5, '=': 0.5, '-': 2 };

/** Where a key goes from `now`; null: it is no key of seeking. */
const keySeek = ({ key, altKey }: KeyboardEvent, now: number, frames: number): number | null => {
  const step = (altKey ? 0.1 : 5) * ENGINE_RATE;
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: now + step,
    ArrowUp: now + step,
    ArrowLeft: now - step,
    ArrowDown: now - step,
    PageUp: now + frames / 10,
    PageDown: now - frames / 10,
    Home: 0,
    End: frames,
  };
  return key in steps ? Math.round(Math.min(Math.max(steps[key], 0), frames)) : null;
};

/** Not through React: its wheel listeners are passive and could not keep the page from zooming. */
const useWheel = (
  box: { readonly current: HTMLDivElement | null },
  latest: { readonly current: { view: WaveformView; width: number; frames: number } },
  show: (view: WaveformView) => void,
): void => {
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent): void => {
      const { view, width, frames } = latest.current;
      const zooming = event.ctrlKey || event.metaKey;
      const scrolls = view.framesPerPixel * width < frames * 0.999;
      if (!zooming && !scrolls) return;
      event.preventDefault();
      const by = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const x = event.clientX - element.getBoundingClientRect().left;
      const along = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.deltaY;
      show(
        zooming
          ? zoomAround(view, x, 1.0025 ** (event.deltaY * by), { frames, width })
          : withinSound({ ...view, firstFrame: view.firstFrame + along * by * view.framesPerPixel }, frames, width),
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [box, latest, show]);
};
