import type { RunningCue } from '../../../src/contract/index.ts';
import { ENGINE_RATE, type Frames, frames } from '../../../src/model/index.ts';
import { lengthText } from '../../ui/figures.ts';

/** Of a cue that was fired: what times depend on. */
export type RunTimes = Pick<RunningCue, 'phase' | 'startAt' | 'endAt' | 'pausedAt' | 'stopAt' | 'follows'>;

/**
 * What a cue counts down to. `starts`: its first sound; `waits`: its sound is not there yet; `left`: its end; `stops`: the
 * end of the fade that stops it; `endless`: it sounds until it is let go or stopped; `follows`: what comes by itself;
 * `over`: nothing.
 */
export type TimeLeft =
  | { readonly kind: 'starts' | 'left' | 'stops' | 'follows'; readonly left: Frames }
  | { readonly kind: 'waits' | 'endless' | 'over' };

/** How long a cue still has at a moment of the session. What is paused stands still. */
export const timeLeft = ({ phase, startAt, endAt, pausedAt, stopAt, follows }: RunTimes, now: Frames): TimeLeft => {
  const at = pausedAt ?? now;
  const until = (end: Frames): Frames => frames(Math.max(0, end - at));
  if (stopAt !== null) return { kind: 'stops', left: until(stopAt) };
  if (phase === 'pre-wait') return { kind: 'starts', left: until(startAt) };
  if (phase === 'held') return { kind: 'waits' };
  if (phase === 'post') return follows === null ? { kind: 'over' } : { kind: 'follows', left: until(follows.at) };
  return endAt === null ? { kind: 'endless' } : { kind: 'left', left: until(endAt) };
};

/** Frames as whole seconds that reach 0:00 only at the end: `3:21`. */
export const countdownText = (left: Frames): string => lengthText(Math.ceil(left / ENGINE_RATE));

/** As a figure: `−3:21`; `∞`; `in 0:04`. */
export const timeLeftText = (time: TimeLeft): string => {
  if (!('left' in time)) return { endless: '∞', waits: 'held', over: '0:00' }[time.kind];
  const text = countdownText(time.left);
  return time.kind === 'left' || time.kind === 'stops' ? `−${text}` : `in ${text}`;
};

/** What the figure means where it is not simply the time left: a word or two; null: nothing to add. `vamps`: until it is let go. */
export const timeLeftWord = ({ kind }: TimeLeft, vamps: boolean): string | null => {
  if (kind === 'endless') return vamps ? 'vamp' : 'until stopped';
  if (kind === 'waits') return 'waits for its sound';
  if (kind === 'starts') return 'until it sounds';
  if (kind === 'stops') return 'fading out';
  if (kind === 'follows') return 'until what follows';
  return null;
};

/** As a sentence's part, for a screen reader: `3 minutes 21 seconds left`. */
export const spokenLeft = (left: Frames): string => {
  const whole = Math.ceil(left / ENGINE_RATE);
  const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
  const said = [
    minutes > 0 ? `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}` : null,
    rest > 0 || minutes === 0 ? `${rest} ${rest === 1 ? 'second' : 'seconds'}` : null,
  ];
  return `${said.filter((part) => part !== null).join(' ')} left`;
};

/** A time span as the clocks show it, always as wide: `00:14:52`. */
export const elapsedText = (span: Frames): string => {
  const whole = Math.max(0, Math.floor(span / ENGINE_RATE));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60]
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
};

/** A time of day of this machine: `20:14:55`, with `thousandths` `20:14:55.211`. */
export const wallText = (milliseconds: number, { thousandths = false } = {}): string => {
  const time = new Date(milliseconds);
  const [hours, minutes, seconds] = [time.getHours(), time.getMinutes(), time.getSeconds()].map((part) =>
    String(part).padStart(2, '0'),
  );
  const rest = thousandths ? `.${String(time.getMilliseconds()).padStart(3, '0')}` : '';
  return `${hours}:${minutes}:${seconds}${rest}`;
};
