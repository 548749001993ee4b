import { type RefObject, useRef } from 'react';
import { sessionMeters, useSessionMixer } from '../../mixer/index.ts';
import { barLevel, levelShare, METER_FLOOR } from '../../player/meter-scale.ts';
import type { Meters } from '../../sound/levels.ts';
import { classNames } from '../../ui/class-names.ts';
import { levelText } from '../../ui/figures.ts';
import { useRun } from '../run-store.ts';
import styles from './main-out.module.css';
import part from './performance.module.css';
import { useBeaten } from './use-written.ts';

/** Milliseconds between two figures: faster ones cannot be read. */
const FIGURE_MS = 200;
/** Bars turn to the colour of a warning from here, dBFS. */
const HOT = -3;

/** One side's bar: up at once, down slowly. */
const useBar = (peakOf: (meters: Meters) => number): RefObject<HTMLSpanElement | null> => {
  const shown = useRef({ level: METER_FLOOR, at: 0 });
  return useBeaten<HTMLSpanElement>((element) => {
    const now = performance.now();
    const level = barLevel(shown.current.level, peakOf(sessionMeters()), (now - shown.current.at) / 1000);
    if (level !== shown.current.level) {
      element.style.transform = `scaleX(${levelShare(level).toFixed(3)})`;
      element.dataset.hot = String(level > HOT);
    }
    shown.current = { level, at: now };
  });
};

const Bars = () => {
  const left = useBar(({ peakLeft }) => peakLeft);
  const right = useBar(({ peakRight }) => peakRight);
  const told = useRef(0);
  const figure = useBeaten<HTMLSpanElement>((element) => {
    const now = performance.now();
    if (now - told.current < FIGURE_MS) return;
    told.current = now;
    const { momentary } = sessionMeters();
    const text = momentary > -70 ? levelText(momentary) : '–';
    if (element.textContent !== text) element.textContent = text;
  });
  return (
    <div className={styles.out} role="img" aria-label="Level meters: peak left and right, loudness">
      <span className={styles.bars} aria-hidden>
        <span className={styles.track}>
          <span ref={left} className={styles.bar} />
        </span>
        <span className={styles.track}>
          <span ref={right} className={styles.bar} />
        </span>
      </span>
      <span className={styles.loudness} aria-hidden>
        <span ref={figure} className={styles.figure}>
          –
        </span>
        <span className={styles.unit}>LUFS-M</span>
      </span>
    </div>
  );
};

/** What leaves the mixer: peaks of both sides, and the loudness of the last 400 ms. Measured where it sounds. */
export const MainOut = () => {
  const here = useSessionMixer(({ connected }) => connected);
  const elsewhere = useRun(({ view }) => view?.output.state !== 'none');
  return (
    <section className={classNames(part.part, styles.main)} aria-labelledby="main-out">
      <h2 id="main-out" className={part.title}>
        Main out
      </h2>
      {here ? (
        <Bars />
      ) : (
        <p className={part.nothing}>{elsewhere ? 'Its meters are in the window that sounds.' : 'No window sounds.'}</p>
      )}
    </section>
  );
};
