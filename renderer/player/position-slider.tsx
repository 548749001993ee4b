import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import { toSeconds } from '../../src/model/index.ts';
import { lengthText } from '../ui/figures.ts';
import { position, usePlayer } from './player-store.ts';
import styles from './position-slider.module.css';

const secondsNow = (): number => toSeconds(position());

/** Where a key goes from `now`; null: it is no key of a slider. Arrows go by 5 s, with Alt by 0.1 s. */
const keyTarget = ({ key, altKey }: KeyboardEvent, now: number, length: number): number | null => {
  const step = altKey ? 0.1 : 5;
  const targets: Readonly<Record<string, number>> = {
    ArrowRight: now + step,
    ArrowUp: now + step,
    ArrowLeft: now - step,
    ArrowDown: now - step,
    PageUp: now + length / 10,
    PageDown: now - length / 10,
    Home: 0,
    End: length,
  };
  return targets[key] ?? null;
};

/** Time, a slider to seek with, length. Moves straight in the DOM while something sounds; nothing is rendered meanwhile. */
export const PositionSlider = () => {
  const slider = useRef<HTMLDivElement>(null);
  const passed = useRef<HTMLDivElement>(null);
  const time = useRef<HTMLSpanElement>(null);
  const dragged = useRef<number | null>(null);
  const { state, sound, title, seconds, loop, seek } = usePlayer();
  const moving = state === 'playing' || state === 'buffering';
  const length = seconds ?? 0;

  // After every rendering: each change of the transport is drawn, a jump in a pause too.
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      const now = dragged.current ?? secondsNow();
      const text = sound === null ? '–:––' : lengthText(now, { tenths: true });
      if (time.current && time.current.textContent !== text) time.current.textContent = text;
      if (passed.current) {
        passed.current.style.transform = `scaleX(${length > 0 ? Math.min(1, now / length) : 0})`;
      }
      const whole = String(Math.round(now));
      if (slider.current && slider.current.getAttribute('aria-valuenow') !== whole) {
        slider.current.setAttribute('aria-valuenow', whole);
        slider.current.setAttribute('aria-valuetext', `${lengthText(now)} of ${lengthText(length)}`);
      }
      if (moving || dragged.current !== null) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  });

  const at = (event: PointerEvent<HTMLDivElement>): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return Math.max(0, Math.min(1, (event.clientX - left) / width)) * length;
  };
  const show = (seconds: number): void => {
    dragged.current = seconds;
    if (passed.current) passed.current.style.transform = `scaleX(${seconds / length})`;
    if (time.current) time.current.textContent = lengthText(seconds, { tenths: true });
  };
  const disabled = sound === null || length === 0;

  return (
    <div className={styles.position}>
      <span ref={time} className={styles.time} role="timer" aria-label="Time" />
      <div
        ref={slider}
        role="slider"
        tabIndex={disabled ? -1 : 0}
        aria-label={title === '' ? 'Position' : `Position in ${title}`}
        aria-disabled={disabled}
        aria-valuemin={0}
        aria-valuenow={0} // As the sound goes on, `draw` sets it.
        aria-valuemax={Math.round(length)}
        className={styles.slider}
        onPointerDown={(event) => {
          if (disabled || event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          show(at(event));
        }}
        onPointerMove={(event) => {
          if (dragged.current !== null) show(at(event));
        }}
        onPointerUp={(event) => {
          if (dragged.current === null) return;
          dragged.current = null;
          seek(at(event));
        }}
        onPointerCancel={() => {
          dragged.current = null;
        }}
        onKeyDown={(event) => {
          if (disabled || event.ctrlKey || event.metaKey || event.shiftKey) return;
          const target = keyTarget(event, secondsNow(), length);
          if (target === null) return;
          event.preventDefault();
          event.stopPropagation();
          seek(target);
        }}
      >
        <div className={styles.track}>
          <div ref={passed} className={styles.passed} />
          {loop && length > 0 ? (
            <div
              className={styles.loop}
              style={{
                left: `${(loop.start / length) * 100}%`,
                right: `${(1 - Math.min(1, (loop.end ?? length) / length)) * 100}%`,
              }}
            />
          ) : null}
        </div>
      </div>
      <span className={styles.length}>{seconds === null ? '–:––' : lengthText(seconds)}</span>
    </div>
  );
};
