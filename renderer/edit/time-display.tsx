import { useEffect, useRef } from 'react';
import { toSeconds } from '../../src/model/index.ts';
import { usePlayer } from '../player/index.ts';
import { timeText } from '../ui/times.ts';
import styles from './edit-bar.module.css';
import { useEditor } from './edit-store.ts';
import { playhead, useMixPlays, useMixTransport } from './mix-transport.ts';
import { barText, gridAt, musicGrid } from './music-grid.ts';

/** Why there is no bar to name. */
const silence = (): string => {
  const { workout, material } = useEditor.getState();
  if (workout?.tracks.length === 0) return 'no music';
  return material === null || material.tracks.some(({ state }) => state === 'waiting')
    ? 'reading music'
    : 'no beat grid';
};

/** Where the playhead is, in time and in music. Written in place, once a frame while it plays: React has no part in it. */
export const TimeDisplay = () => {
  const time = useRef<HTMLSpanElement>(null);
  const place = useRef<HTMLSpanElement>(null);
  const plays = useMixPlays();
  useEffect(() => {
    let frame = 0;
    let shown = -1;
    const write = (): void => {
      const at = playhead();
      if (at === shown) return;
      shown = at;
      if (time.current) time.current.textContent = timeText(toSeconds(at), 3);
      if (!place.current) return;
      const music = musicGrid();
      const bar = barText(music, at);
      const tempo = gridAt(music, at)?.grid.bpm;
      const words = bar === null ? silence() : `bar ${bar} · ${Math.round((tempo ?? 0) * 10) / 10} bpm`;
      if (place.current.textContent !== words) place.current.textContent = words;
    };
    const again = (): void => {
      shown = -1;
      write();
    };
    const next = (): void => {
      write();
      frame = requestAnimationFrame(next);
    };
    again();
    if (plays) frame = requestAnimationFrame(next);
    // A seek is heard a moment after it was asked for: the player's own position is read once more then.
    const late = (): void => {
      again();
      if (!plays) {
        cancelAnimationFrame(frame);
        frame = requestAnimationFrame(again);
      }
    };
    const ends = [useMixTransport.subscribe(late), usePlayer.subscribe(late), useEditor.subscribe(again)];
    return () => {
      cancelAnimationFrame(frame);
      for (const end of ends) end();
    };
  }, [plays]);
  return (
    <div className={styles.time} role="timer" aria-label="Playhead">
      <span ref={time} className={styles.clock}>
        0:00.000
      </span>
      <span ref={place} className={styles.bar} />
    </div>
  );
};
