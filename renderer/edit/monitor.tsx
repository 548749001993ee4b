import { Popover } from '@base-ui/react/popover';
import { Headphones } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { DevicePicker } from '../player/device-picker.tsx';
import { meters, usePlayer } from '../player/index.ts';
import { barLevel, levelShare, METER_FLOOR } from '../player/meter-scale.ts';
import { Button } from '../ui/button.tsx';
import { levelText } from '../ui/figures.ts';
import styles from './edit-bar.module.css';
import { useMixPlays } from './mix-transport.ts';

/** Milliseconds that the bars go on falling after the sound stopped, and between two figures. */
const FALLING_MS = 2_500;
const FIGURE_MS = 200;

/** Peaks of both channels and the loudness of the last 400 ms, while the mix sounds. */
export const MixMeter = () => {
  const left = useRef<HTMLSpanElement>(null);
  const right = useRef<HTMLSpanElement>(null);
  const figure = useRef<HTMLSpanElement>(null);
  const plays = useMixPlays();
  useEffect(() => {
    const levels = [METER_FLOOR, METER_FLOOR] as [number, number];
    let frame = 0;
    let before = performance.now();
    let toldAt = 0;
    const until = plays ? Number.POSITIVE_INFINITY : before + FALLING_MS;
    const next = (now: number): void => {
      const { peakLeft, peakRight, momentary } = meters();
      const seconds = Math.max(0, now - before) / 1000;
      before = now;
      for (const [i, peak] of [peakLeft, peakRight].entries()) {
        levels[i] = barLevel(levels[i]!, plays ? peak : Number.NEGATIVE_INFINITY, seconds);
        const bar = (i === 0 ? left : right).current;
        if (bar) bar.style.transform = `scaleX(${levelShare(levels[i]!)})`;
      }
      if (figure.current && now - toldAt > FIGURE_MS) {
        toldAt = now;
        figure.current.textContent = plays && momentary > -70 ? levelText(momentary) : '–';
      }
      if (now < until) frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [plays]);
  return (
    <div className={styles.meter} role="img" aria-label="Level meters: peak left and right, loudness">
      <span className={styles.track}>
        <span ref={left} className={styles.level} />
      </span>
      <span className={styles.track}>
        <span ref={right} className={styles.level} />
      </span>
      <span className={styles.loudness} aria-hidden>
        <span ref={figure}>–</span> LUFS-M
      </span>
    </div>
  );
};

/** How loud it is here, and where it goes: for the ear, not for the mix. */
export const Monitor = () => {
  const volume = usePlayer((player) => player.volume);
  const { setVolume } = usePlayer.getState();
  return (
    <Popover.Root>
      <Popover.Trigger render={<Button icon={Headphones} className={styles.monitor} aria-label="Monitor" />}>
        <span className={styles.wide}>Monitor</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} align="end" sideOffset={4}>
          <Popover.Popup className={styles.popover} aria-label="Monitor">
            <label className={styles.volume}>
              <span>Volume</span>
              <input
                type="range"
                min={0}
                max={100}
                step={1}
                value={Math.round(volume * 100)}
                aria-valuetext={`${Math.round(volume * 100)} %`}
                onChange={(event) => setVolume(Number(event.target.value) / 100)}
              />
              <output>{Math.round(volume * 100)} %</output>
            </label>
            <DevicePicker />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};
