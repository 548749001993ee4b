import { useEffect, useRef } from 'react';
import { sessionMeters, useSessionMixer } from '../../mixer/index.ts';
import { barLevel, levelShare, METER_FLOOR } from '../../player/meter-scale.ts';
import { classNames } from '../../ui/class-names.ts';
import { levelText } from '../../ui/figures.ts';
import { useRun } from '../run-store.ts';
import styles from './main-out.module.css';
import performance from './performance.module.css';

/** Pictures of the bars a second at most: more cannot be seen, and cost a core that the show needs. */
const PICTURES = 30;
/** Milliseconds between two figures: faster ones cannot be read. */
const FIGURE_MS = 200;
/** Milliseconds that the bars go on falling after the last cue. */
const FALLING_MS = 2_500;
/** Bars turn to the colour of a warning from here, dBFS. */
const HOT = -3;

const Meters = ({ running }: { running: boolean }) => {
  const left = useRef<HTMLSpanElement>(null);
  const right = useRef<HTMLSpanElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const shown = [METER_FLOOR, METER_FLOOR];
    let before = window.performance.now();
    let toldAt = 0;
    let picture = 0;
    const until = running ? Number.POSITIVE_INFINITY : before + FALLING_MS;
    const next = (now: number): void => {
      if (now < until) picture = requestAnimationFrame(next);
      if (now - before < 1000 / PICTURES - 4) return;
      const { peakLeft, peakRight, momentary } = sessionMeters();
      const seconds = Math.max(0, now - before) / 1000;
      before = now;
      for (const [at, peak, bar] of [
        [0, peakLeft, left.current],
        [1, peakRight, right.current],
      ] as const) {
        const level = barLevel(shown[at], peak, seconds);
        if (level === shown[at] || !bar) continue;
        shown[at] = level;
        bar.style.transform = `scaleX(${levelShare(level).toFixed(3)})`;
        bar.dataset.hot = String(level > HOT);
      }
      if (figure.current && now - toldAt > FIGURE_MS) {
        toldAt = now;
        figure.current.textContent = momentary > -70 ? levelText(momentary) : '–';
      }
    };
    picture = requestAnimationFrame(next);
    return () => cancelAnimationFrame(picture);
  }, [running]);
  return (
    <div className={styles.out} role="img" aria-label="Level meters: peak left and right, loudness">
      <span className={styles.bars} aria-hidden>
        {[left, right].map((bar, side) => (
          <span key={side === 0 ? 'left' : 'right'} className={styles.track}>
            <span ref={bar} className={styles.bar} />
          </span>
        ))}
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
  const running = useRun(({ view }) => (view?.runs.length ?? 0) > 0);
  const elsewhere = useRun(({ view }) => view?.output.state !== 'none');
  return (
    <section className={classNames(performance.part, styles.main)} aria-labelledby="main-out">
      <h2 id="main-out" className={performance.title}>
        Main out
      </h2>
      {here ? (
        <Meters running={running} />
      ) : (
        <p className={performance.nothing}>
          {elsewhere ? 'Its meters are in the window that sounds.' : 'No window sounds.'}
        </p>
      )}
    </section>
  );
};
