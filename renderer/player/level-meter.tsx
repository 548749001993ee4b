import { useEffect, useRef } from 'react';
import { levelText } from '../ui/figures.ts';
import styles from './level-meter.module.css';
import { barLevel, levelShare, METER_FLOOR, METER_MARKS } from './meter-scale.ts';
import { meters, usePlayer } from './player-store.ts';

/** Milliseconds that the meters go on falling after the sound stopped. */
const FALLING_MS = 2_500;
/** Milliseconds between two figures: faster ones cannot be read. */
const FIGURE_MS = 200;
/** Bars turn to the colour of a warning from here, dBFS. */
const HOT = -3;

/** Peak of both channels and loudness of the last 400 ms. Runs only while something sounds and the page is seen. */
export const LevelMeter = () => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  const playing = usePlayer(({ state }) => state === 'playing');

  useEffect(() => {
    const { current: picture } = canvas;
    if (!picture) return;
    const draw = drawerOf(picture);
    let frame = 0;
    let before = performance.now();
    let toldAt = 0;
    const until = playing ? Number.POSITIVE_INFINITY : before + FALLING_MS;
    const next = (now: number): void => {
      const { peakLeft, peakRight, momentary } = meters();
      const seconds = Math.max(0, now - before) / 1000;
      draw(playing ? peakLeft : -Infinity, playing ? peakRight : -Infinity, seconds);
      before = now;
      if (figure.current && now - toldAt > FIGURE_MS) {
        toldAt = now;
        figure.current.textContent = playing && momentary > -70 ? levelText(momentary) : '–';
      }
      if (now < until) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [playing]);

  return (
    <div className={styles.meter} role="img" aria-label="Level meters: peak left and right, loudness">
      <div className={styles.sides} aria-hidden>
        <span>L</span>
        <span>R</span>
      </div>
      <div className={styles.bars}>
        <canvas ref={canvas} className={styles.canvas} />
        <div className={styles.scale} aria-hidden>
          {METER_MARKS.map((mark) => (
            <span key={mark} style={{ left: `${levelShare(mark) * 100}%` }}>
              {levelText(mark, { digits: 0 })}
            </span>
          ))}
        </div>
      </div>
      <div className={styles.loudness} aria-hidden>
        <span ref={figure} className={styles.figure}>
          –
        </span>
        <span className={styles.unit}>LUFS-M</span>
      </div>
    </div>
  );
};

/** Draws the two bars, sharp at any pixel ratio; remembers how far they have fallen. */
const drawerOf = (canvas: HTMLCanvasElement) => {
  const context = canvas.getContext('2d');
  const look = getComputedStyle(canvas);
  let left = METER_FLOOR;
  let right = METER_FLOOR;
  return (peakLeft: number, peakRight: number, seconds: number): void => {
    if (!context) return;
    left = barLevel(left, peakLeft, seconds);
    right = barLevel(right, peakRight, seconds);
    const width = Math.round(canvas.clientWidth * devicePixelRatio);
    const height = Math.round(canvas.clientHeight * devicePixelRatio);
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    context.clearRect(0, 0, width, height);
    const bar = Math.floor((height - devicePixelRatio) / 2);
    for (const [level, top] of [
      [left, 0],
      [right, height - bar],
    ]) {
      context.fillStyle = look.getPropertyValue('--bg3');
      context.fillRect(0, top, width, bar);
      context.fillStyle = look.getPropertyValue(level > HOT ? '--warn' : '--music');
      context.fillRect(0, top, Math.round(levelShare(level) * width), bar);
    }
  };
};
