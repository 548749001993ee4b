import { useEffect, useRef } from 'react';
import { toDecibels } from '../../../src/model/index.ts';
import { barLevel, levelShare, METER_FLOOR, METER_MARKS } from '../../player/meter-scale.ts';
import { levelText } from '../../ui/figures.ts';
import { microphonePeak } from './recorder-store.ts';
import styles from './recording-panel.module.css';

/** How long the highest level stays marked, milliseconds. */
const HOLD_MS = 1_500;
const FIGURE_MS = 200;
/** Where a voice should be: dBFS. Over the second it is close to clipping. */
const [LOW, HOT] = [-30, -3];

/** The microphone's level with its highest of the last while. Runs while it is on the page. */
export const InputMeter = () => {
  const bar = useRef<HTMLDivElement>(null);
  const held = useRef<HTMLDivElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let frame = 0;
    let shown = METER_FLOOR;
    let peak = METER_FLOOR;
    let peakAt = 0;
    let toldAt = 0;
    let before = performance.now();
    const next = (now: number): void => {
      const level = toDecibels(microphonePeak());
      shown = barLevel(shown, level, Math.max(0, now - before) / 1000);
      before = now;
      if (shown >= peak || now - peakAt > HOLD_MS) {
        peak = shown;
        peakAt = now;
      }
      if (bar.current) {
        bar.current.style.transform = `scaleX(${levelShare(shown)})`;
        bar.current.dataset.tone = shown > HOT ? 'hot' : shown < LOW ? 'low' : 'good';
      }
      if (held.current) held.current.style.left = `${levelShare(peak) * 100}%`;
      if (figure.current && now - toldAt > FIGURE_MS) {
        toldAt = now;
        figure.current.textContent = peak > METER_FLOOR ? levelText(peak) : '–';
      }
      frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, []);
  return (
    <div className={styles.meter} role="img" aria-label="Level of the microphone">
      <div className={styles.track}>
        <div ref={bar} className={styles.level} />
        <div ref={held} className={styles.held} />
      </div>
      <span className={styles.figure} aria-hidden>
        <span ref={figure}>–</span> dBFS
      </span>
      <div className={styles.marks} aria-hidden>
        {METER_MARKS.map((mark) => (
          <span key={mark} style={{ left: `${levelShare(mark) * 100}%` }}>
            {levelText(mark, { digits: 0 })}
          </span>
        ))}
      </div>
    </div>
  );
};
