import { useMemo } from 'react';
import styles from './recording-panel.module.css';
import type { Recording } from './wav.ts';

/** Bars of the picture, and its height in its own units. */
const BARS = 96;
const HEIGHT = 40;

/** The outline of what was just recorded. */
export const RecordingWave = ({ recording: { samples } }: { recording: Recording }) => {
  const peaks = useMemo(() => peaksOf(samples, BARS), [samples]);
  return (
    <svg className={styles.wave} viewBox={`0 0 ${BARS * 3} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden>
      {peaks.map((peak, i) => {
        const height = Math.max(1, peak * HEIGHT);
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        return <rect key={i} x={i * 3} width={2} y={(HEIGHT - height) / 2} height={height} />;
      })}
    </svg>
  );
};

/** The highest magnitude in each of `count` equal stretches. */
export const peaksOf = (samples: Float32Array, count: number): number[] =>
  Array.from({ length: count }, (_, i) => {
    let peak = 0;
    const end = Math.floor(((i + 1) * samples.length) / count);
    for (let at = Math.floor((i * samples.length) / count); at < end; at++) {
      peak = Math.max(peak, Math.abs(samples[at] ?? 0));
    }
    return Math.min(1, peak);
  });
