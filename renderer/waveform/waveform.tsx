import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { columnsOf, levelFor, type WaveformView, wholeView } from './columns.ts';
import { colourOf, useDeviceSize, useTheme } from './look.ts';
import { fitCanvas, paintColumns } from './paint.ts';
import { type Position, usePlayhead } from './playhead.ts';
import { useWaveform } from './use-waveform.ts';
import styles from './waveform.module.css';
import type { Waveforms } from './waveforms.ts';

export interface WaveformProps {
  waveforms: Waveforms;
  asset: string;
  /** Length of the sound, frames at the engine rate. */
  frames: number;
  /** What its colour means: music, voice, or a file that is not there. */
  tone: 'music' | 'voice' | 'missing';
  /** The part that is shown, in CSS pixels. Default: the whole sound. */
  view?: WaveformView;
  /** False: there is no waveform to ask for (not analysed); a line stands in its place. Default true. */
  measured?: boolean;
  /** Where it is being heard; null: it is not playing. */
  position?: Position | null;
}

/**
 * The outline of a sound, as sharp as the screen at any zoom; only what is visible is drawn. It is a picture: whoever
 * uses it says in words what it is of.
 */
export const Waveform = ({ waveforms, asset, frames, tone, view, measured = true, position = null }: WaveformProps) => {
  const box = useRef<HTMLDivElement>(null);
  const wave = useRef<HTMLCanvasElement>(null);
  const played = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const { width, height, ratio } = useDeviceSize(box);
  const seen = useMemo(
    () =>
      view ? { firstFrame: view.firstFrame, framesPerPixel: view.framesPerPixel / ratio } : wholeView(frames, width),
    [view, ratio, frames, width],
  );
  const wanted = measured && width > 0 ? levelFor(seen.framesPerPixel) : null;
  const { data, state } = useWaveform(waveforms, asset, wanted);
  const columns = useMemo(() => (data && width > 0 ? columnsOf(data, { ...seen, width }) : null), [data, seen, width]);
  const heard = position !== null;
  usePainted(wave, columns, width, height, tone);
  usePainted(played, heard ? columns : null, width, height, `${tone}, played`);
  usePlayhead(position, seen, width, head, played);

  const empty = !columns;
  return (
    <div
      ref={box}
      className={styles.waveform}
      data-tone={tone}
      data-state={measured ? (empty ? state : 'ready') : 'unmeasured'}
      data-heard={heard || undefined}
      aria-hidden
    >
      <canvas ref={wave} className={styles.wave} />
      {heard ? <canvas ref={played} className={styles.played} /> : null}
      {heard ? <div ref={head} className={styles.head} /> : null}
    </div>
  );
};

/** Paints columns whenever they, the canvas's size or its colour change; `what` says what the colour is for. */
const usePainted = (
  canvas: RefObject<HTMLCanvasElement | null>,
  columns: Float32Array | null,
  width: number,
  height: number,
  what: string,
): void => {
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => {
    if (!canvas.current) return;
    fitCanvas(canvas.current, width, height);
    const nothing = new Float32Array(0);
    paintColumns(canvas.current, columns ?? nothing, colourOf(canvas.current, what));
  }, [canvas, columns, width, height, what, theme]);
};
