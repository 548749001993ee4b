import { ENGINE_RATE } from '../model/index.ts';
import type { ExportEvent } from './export-types.ts';

type Stage = 'music' | 'takes' | 'render';

/** Progress is told at most this often. Milliseconds. */
const INTERVAL = 200;
/** What checking a frame costs, in parts of encoding it. */
const CHECK_COST = 0.15;

/** Counts an export's work and tells it as events, at most five a second and once at each stage's end. */
export const createProgress = (onEvent: (event: ExportEvent) => void, clock: () => number) => {
  const totals = new Map<Stage, number>();
  const done = new Map<Stage, number>();
  let encoded = 0;
  let began = clock();
  let told = 0;

  const tell = (stage: Stage, always = false): void => {
    const now = clock();
    if (!always && now - told < INTERVAL) return;
    told = now;
    const total = totals.get(stage) ?? 0;
    const fraction = total > 0 ? Math.min(1, (done.get(stage) ?? 0) / total) : 0;
    const elapsed = (now - began) / 1000;
    const timed = stage === 'render' && elapsed > 0 && fraction > 0;
    onEvent({
      event: 'progress',
      stage,
      fraction,
      rate: timed ? encoded / ENGINE_RATE / elapsed : null,
      remainingSeconds: timed ? (elapsed * (1 - fraction)) / fraction : null,
    });
  };
  const reach = (stage: Stage, amount: number): void => {
    done.set(stage, amount);
    tell(stage);
  };
  const add = (stage: Stage, amount: number): void => reach(stage, (done.get(stage) ?? 0) + amount);

  return {
    /** `total`: frames of music, takes, or frames of all files. */
    start(stage: Stage, total: number): void {
      totals.set(stage, stage === 'render' ? total * (1 + CHECK_COST) : total);
      if (stage === 'render') began = clock();
      onEvent({ event: 'stage', stage, total });
    },
    /** `frames`: decoded so far. */
    decoded: (frames: number) => reach('music', frames),
    taken: () => add('takes', 1),
    rendered(stage: 'encode' | 'check', frames: number): void {
      if (stage === 'encode') encoded += frames;
      add('render', stage === 'encode' ? frames : frames * CHECK_COST);
    },
    finish(): void {
      done.set('render', totals.get('render') ?? 0);
      tell('render', true);
    },
  };
};
