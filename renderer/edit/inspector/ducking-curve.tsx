import { duckingAt } from '../../../src/audio/index.ts';
import { type DuckingSettings, ENGINE_RATE } from '../../../src/model/index.ts';
import { planDucking } from '../../../src/plan/index.ts';
import styles from './inspector.module.css';

export interface DuckingCurveProps {
  settings: DuckingSettings;
  /** Where speech is in the take, in frames; empty: a take of two seconds stands for it. */
  speech: readonly { readonly start: number; readonly end: number }[];
}

/** Points that the curve is drawn with, and the picture's size in its own units. */
const POINTS = 240;
const [WIDTH, HEIGHT, TOP, FLOOR] = [320, 64, 12, 54];
/** The depth that is drawn at the bottom, dB: deeper curves reach it. */
const LOWEST = -24;

/** How the music gives way to this cue: the very curve that the mix renders, from the plan of its speech. */
export const DuckingCurve = ({ settings, speech }: DuckingCurveProps) => {
  const said = speech.length > 0 ? speech : [{ start: 0, end: 2 * ENGINE_RATE }];
  const curve = planDucking(said.map((span) => ({ ...span, settings })));
  const [first, last] = [said[0]!.start, said.at(-1)!.end];
  const pad = 0.25 * ENGINE_RATE;
  const from = Math.min(first, ...curve.map(({ start }) => start)) - pad;
  const to = Math.max(last, ...curve.map(({ end }) => end)) + pad;
  const x = (frame: number): number => ((frame - from) / (to - from)) * WIDTH;
  const y = (decibels: number): number => TOP + (Math.max(LOWEST, decibels) / LOWEST) * (FLOOR - TOP);
  const points = Array.from({ length: POINTS + 1 }, (_, i) => {
    const frame = from + ((to - from) * i) / POINTS;
    return `${x(frame).toFixed(1)},${y(duckingAt(curve, frame)).toFixed(1)}`;
  });
  return (
    <svg className={styles.curve} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img">
      <title>{describe(settings)}</title>
      <line className={styles.zero} x1={0} x2={WIDTH} y1={TOP} y2={TOP} />
      {said.map(({ start, end }) => (
        <rect
          key={start}
          className={styles.speech}
          x={x(start)}
          width={Math.max(1, x(end) - x(start))}
          y={6}
          height={HEIGHT - 12}
        />
      ))}
      <polyline className={styles.duck} points={points.join(' ')} />
    </svg>
  );
};

const ms = (frames: number): string => `${Math.round((frames / ENGINE_RATE) * 1000)} ms`;

/** The curve in words. */
export const describe = ({ depth, attack, lead, hold, release }: DuckingSettings): string =>
  depth === 0
    ? 'The music does not give way to speech.'
    : `The music goes down ${Math.abs(depth).toFixed(1)} dB in ${ms(attack)}, is down ${ms(lead)} before speech, stays ${ms(hold)} after it and comes back in ${ms(release)}.`;
