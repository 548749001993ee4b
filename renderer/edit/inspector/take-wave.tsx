import { useEffect, useRef } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { ENGINE_RATE } from '../../../src/model/index.ts';
import type { WaveformData } from '../../waveform/index.ts';
import styles from './take-list.module.css';
import { peaksOf } from './take-outline.ts';

export interface TakeWaveProps {
  outline: WaveformData;
  /** Length of the take in seconds. */
  seconds: number;
  /** The take that is used is bright, the others are dim. */
  bright: boolean;
  /** Where it is heard, in seconds; null: it is not playing. Read in every animation frame. */
  position: (() => number) | null;
  /** A click at a place of the take, in seconds. */
  onSeek: (seconds: number) => void;
}

/** Height of a take's outline, CSS pixels. */
const HEIGHT = 28;

/**
 * The outline of a take, to look at and to click into. It only draws: what is heard is the player's, so the sound that is
 * auditioned is the one of the mix. The row says in words what it is.
 */
export const TakeWave = ({ outline, seconds, bright, position, onSeek }: TakeWaveProps) => {
  const box = useRef<HTMLDivElement>(null);
  const wave = useRef<WaveSurfer>(null);
  const heard = position !== null;
  const seek = useRef(onSeek);
  useEffect(() => {
    seek.current = onSeek;
  });

  useEffect(() => {
    if (!box.current) return;
    // Made apart from the page: its style element is refused by the page's policy, so its rules go another way.
    const holder = document.createElement('div');
    const look = getComputedStyle(box.current);
    const { top, bottom } = peaksOf(outline);
    const made = WaveSurfer.create({
      container: holder,
      height: HEIGHT,
      peaks: [top, bottom],
      duration: seconds,
      normalize: true,
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      barMinHeight: 1,
      cursorWidth: heard ? 1 : 0,
      hideScrollbar: true,
      autoScroll: false,
      interact: true,
      waveColor: look.getPropertyValue(bright ? '--voice' : '--wave-dim').trim(),
      progressColor: look.getPropertyValue('--voice').trim(),
      cursorColor: look.getPropertyValue('--t1').trim(),
    });
    adoptRules(holder);
    box.current.append(holder);
    made.on('click', (share) => seek.current(share * seconds));
    wave.current = made;
    return () => {
      wave.current = null;
      made.destroy();
      holder.remove();
    };
  }, [outline, seconds, bright, heard]);

  useEffect(() => {
    if (position === null) {
      wave.current?.setTime(0);
      return;
    }
    let frame = 0;
    const next = (): void => {
      wave.current?.setTime(Math.min(seconds, position()));
      frame = requestAnimationFrame(next);
    };
    frame = requestAnimationFrame(next);
    return () => cancelAnimationFrame(frame);
  }, [position, seconds]);

  return <div ref={box} className={styles.wave} aria-hidden />;
};

/** Moves the rules of wavesurfer's style element into a sheet of its shadow root. */
const adoptRules = (holder: HTMLElement): void => {
  const root = holder.firstElementChild?.shadowRoot;
  const written = root?.querySelector('style');
  if (!root || !written) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(written.textContent ?? '');
  written.remove();
  root.adoptedStyleSheets = [sheet];
};

export const secondsOf = (frames: number): number => frames / ENGINE_RATE;
