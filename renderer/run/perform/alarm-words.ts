import type { SessionAlarm } from '../../../src/contract/index.ts';

/** `error`: the room hears it. `warning`: the show goes on, and it must be known. Each has a shape of its own. */
export type AlarmTone = 'error' | 'warning';

const WORDS: Record<SessionAlarm['kind'], { readonly title: string; readonly tone: AlarmTone }> = {
  'dead-cue': { title: 'Dead cue', tone: 'error' },
  silence: { title: 'Silence', tone: 'error' },
  'output-lost': { title: 'Output lost', tone: 'error' },
  'output-fallback': { title: 'Other output', tone: 'warning' },
  'under-run': { title: 'Under-run', tone: 'warning' },
  'broken-cue': { title: 'Broken cue', tone: 'warning' },
  'not-saved': { title: 'Not saved', tone: 'warning' },
};

export const alarmTitle = ({ kind }: Pick<SessionAlarm, 'kind'>): string => WORDS[kind].title;
export const alarmTone = ({ kind }: Pick<SessionAlarm, 'kind'>): AlarmTone => WORDS[kind].tone;

/** What the room hears first, then what is newest. */
export const inOrder = (alarms: readonly SessionAlarm[]): readonly SessionAlarm[] =>
  [...alarms].sort((a, b) => Number(alarmTone(b) === 'error') - Number(alarmTone(a) === 'error') || b.since - a.since);

/** The same alarm, told again. */
export const alarmKey = ({ kind, cue, since }: SessionAlarm): string => `${kind} ${cue ?? ''} ${since}`;
