import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { useLiveValue } from '../../ui/use-live-value.ts';
import type { WaveformData } from '../../waveform/index.ts';
import { peaksOf } from './take-outline.ts';
import styles from './trim-strip.module.css';

/** What is used of a file, in seconds of it. */
export interface Trim {
  readonly start: number;
  readonly end: number;
}

export interface TrimStripProps {
  trim: Trim;
  /** What may be shown of the file, seconds: its length, or somewhat more than is used where that is not known. */
  length: number;
  /** The outline of what is used; null: not there yet. */
  outline: WaveformData | null;
  onChange: (trim: Trim, merge: string) => Promise<unknown>;
}

/** One press of an arrow key, seconds; ten of them with Shift. */
const STEP = 0.01;
/** What is left at least between the handles, seconds. */
const LEAST = 0.05;
/** The strip in its own units, and how many lines the outline has. */
const [WIDTH, HEIGHT, LINES] = [300, 32, 100];

/** The ends of a recording as two handles, to drag or to move with the arrow keys. One drag is one step of undo. */
export const TrimStrip = ({ trim, length, outline, onChange }: TrimStripProps) => {
  const box = useRef<HTMLDivElement>(null);
  const live = useLiveValue('Trim the take', trim, onChange);
  const { start, end } = live.shown;
  const share = (seconds: number): number => Math.max(0, Math.min(1, seconds / length));
  const put = (side: keyof Trim, to: number): void => {
    const at = Math.round(to * 1000) / 1000;
    live.set(
      side === 'start'
        ? { start: Math.max(0, Math.min(at, end - LEAST)), end }
        : { start, end: Math.min(length, Math.max(at, start + LEAST)) },
    );
  };
  const handle = (side: keyof Trim, label: string) => ({
    role: 'slider',
    tabIndex: 0,
    className: styles.handle,
    style: { left: `${share(live.shown[side]) * 100}%` },
    'aria-label': label,
    'aria-valuemin': 0,
    'aria-valuemax': Math.round(length * 1000) / 1000,
    'aria-valuenow': live.shown[side],
    'aria-valuetext': `${live.shown[side].toFixed(2)} s`,
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      live.begin();
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      const area = box.current?.getBoundingClientRect();
      if (area && event.currentTarget.hasPointerCapture(event.pointerId))
        put(side, ((event.clientX - area.left) / area.width) * length);
    },
    onKeyDown: (event: KeyboardEvent) => {
      const by = event.key === 'ArrowLeft' ? -1 : event.key === 'ArrowRight' ? 1 : 0;
      if (by === 0) return;
      event.preventDefault();
      if (!event.repeat) live.begin();
      put(side, live.shown[side] + by * STEP * (event.shiftKey ? 10 : 1));
    },
  });
  return (
    <div ref={box} className={styles.strip}>
      <svg className={styles.outline} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
        <rect
          className={styles.used}
          x={share(start) * WIDTH}
          width={Math.max(0, share(end) - share(start)) * WIDTH}
          height={HEIGHT}
        />
        <path className={styles.wave} d={outline ? linesOf(outline, share(trim.start), share(trim.end)) : ''} />
      </svg>
      <div {...handle('start', 'Start of the take')} />
      <div {...handle('end', 'End of the take')} />
    </div>
  );
};

/** The outline as upright lines between two shares of the strip. */
const linesOf = (outline: WaveformData, from: number, to: number): string => {
  const { top, bottom } = peaksOf(outline);
  const highest = Math.max(0.01, ...top, ...bottom.map(Math.abs));
  return Array.from({ length: LINES }, (_, i) => {
    let peak = 0;
    const last = Math.floor(((i + 1) * outline.length) / LINES);
    for (let at = Math.floor((i * outline.length) / LINES); at < last; at++) {
      peak = Math.max(peak, top[at]!, -bottom[at]!);
    }
    const x = (from + ((to - from) * (i + 0.5)) / LINES) * WIDTH;
    const half = Math.max(0.5, ((peak / highest) * (HEIGHT - 4)) / 2);
    return `M${x.toFixed(1)} ${(HEIGHT / 2 - half).toFixed(1)}V${(HEIGHT / 2 + half).toFixed(1)}`;
  }).join('');
};
