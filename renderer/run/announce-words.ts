import type { SessionAlarm } from '../../src/contract/index.ts';
import { ENGINE_RATE, type Frames } from '../../src/model/index.ts';
import { alarmKey, alarmTitle } from './perform/alarm-words.ts';
import { spokenLeft } from './perform/time-left.ts';

/** What a screen reader is told of a session: what of it matters, as plain words. */
export interface Told {
  /** Titles of the cues that sound. */
  readonly sounding: readonly string[];
  readonly next: string | null;
  readonly armed: boolean;
  readonly paused: boolean;
  readonly alarms: readonly SessionAlarm[];
}

/** What is said when things have changed: politely. Empty: nothing. */
export const changesText = (before: Told, now: Told): string => {
  const said: string[] = [];
  if (now.armed !== before.armed) said.push(now.armed ? 'Armed. Show mode.' : 'Edit mode.');
  const started = now.sounding.filter((title) => !before.sounding.includes(title));
  const over = before.sounding.filter((title) => !now.sounding.includes(title));
  if (started.length > 0) said.push(`${started.join(', ')} ${started.length === 1 ? 'sounds' : 'sound'}.`);
  else if (over.length > 0 && now.sounding.length === 0) said.push('Nothing sounds.');
  if (now.paused !== before.paused && now.sounding.length > 0) said.push(now.paused ? 'Paused.' : 'Goes on.');
  if (now.next !== before.next) said.push(now.next === null ? 'The list is at its end.' : `Next: ${now.next}.`);
  return said.join(' ');
};

/** Alarms that are new: said at once, whatever is being said. */
export const alarmsText = (before: readonly SessionAlarm[], now: readonly SessionAlarm[]): string => {
  const known = new Set(before.map(alarmKey));
  return now
    .filter((alarm) => !known.has(alarmKey(alarm)))
    .map((alarm) => `${alarmTitle(alarm)}: ${alarm.message}`)
    .join(' ');
};

/** Seconds before the end at which the time left is said. */
const SAID_AT = [60, 30, 10];

/** What is said as the time left of a cue goes from `before` to `now`; null: nothing. */
export const remainingText = (title: string, before: Frames, now: Frames): string | null => {
  const passed = SAID_AT.find((second) => before > second * ENGINE_RATE && now <= second * ENGINE_RATE);
  return passed === undefined ? null : `${title}: ${spokenLeft((passed * ENGINE_RATE) as Frames)}.`;
};
