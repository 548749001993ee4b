import type { SessionLogLine } from '../../contract/index.ts';
import { type Frames, type SessionCue, toSeconds } from '../../model/index.ts';
import type { SessionLine, Show } from '../../session/index.ts';

/** `3 “Breath”`; without a number, the name alone. */
export const cueTitle = ({ number, name }: SessionCue): string => (number === '' ? `“${name}”` : `${number} “${name}”`);

/** What an operator reads of an event. `joined`: the cue that it follows by itself; null: it was fired by hand. */
export const logLine = (
  show: Show,
  line: SessionLine,
  joined: SessionCue | null,
): Omit<SessionLogLine, 'number' | 'at'> => {
  const cue = line.cue === null ? null : (show.steps[line.cue]?.cue ?? null);
  const { event, at: frame } = line;
  return {
    ...{ event, frame, cue: cue?.id ?? null, layer: line.layer },
    ...{ text: sentence(line, cue, joined), level: levelOf(line) },
  };
};

const WARNINGS: readonly string[] = [
  'cue.broken',
  'prefetch.failed',
  'underrun',
  'late',
  'cue.dropped',
  'voices.taken',
];
const DEBUG: readonly string[] = ['prefetch.ready', 'prefetch.deferred', 'stream.start'];

const levelOf = ({ event }: SessionLine): SessionLogLine['level'] => {
  if (WARNINGS.includes(event)) return 'warning';
  return DEBUG.includes(event) ? 'debug' : 'info';
};

const sentence = (line: SessionLine, cue: SessionCue | null, joined: SessionCue | null): string => {
  const title = cue === null ? '' : cueTitle(cue);
  const reason = line.reason ?? '';
  const because = reason === '' ? '' : `: ${reason}`;
  const sound = soundOf(line, cue);
  switch (line.event) {
    case 'session.armed':
      return 'Show mode: armed';
    case 'session.disarmed':
      return 'Edit mode: disarmed';
    case 'go.ignored':
      return `GO was ignored${because}`;
    case 'cue.start': {
      const at = `frame ${spaced(line.at)}`;
      return joined === null ? `${title} began at ${at}` : `${title} joined ${cueTitle(joined)} at ${at}`;
    }
    case 'cue.end':
      return `${title} is over${because}`;
    case 'cue.broken':
    case 'voices.taken':
      return `${title}${sound} is not heard${because}`;
    case 'cue.paused':
      return `${title} paused`;
    case 'cue.resumed':
      return `${title} goes on`;
    case 'list.loop':
      return 'The list begins again';
    case 'panic':
      return `Panic${because}`;
    case 'prefetch.ready':
      return `${reason} ${title}`.trim();
    case 'prefetch.deferred':
      return `${title}${sound} waits for room${because}`;
    case 'prefetch.failed':
      return `${title}${sound} could not be read ahead${because}`;
    case 'stream.start':
      return `[session] Streaming ${title}${sound} (${reason})`;
    case 'perf':
      return `[perf] ${title}${sound}: ${reason}`;
    case 'late':
      return `${title}${sound} came ${reason} late`;
    case 'cue.dropped':
      return reason;
    case 'underrun':
      return `${title}${sound} ran dry${because}`;
    default:
      return [line.event, title, reason].filter((part) => part !== '').join(' · ');
  }
};

/** ` · voice breath.wav`; empty: of the whole cue. */
const soundOf = ({ layer }: SessionLine, cue: SessionCue | null): string => {
  if (layer === null || cue?.action.kind !== 'sound') return '';
  const { role, file } = cue.action.layers[layer];
  return ` · ${role} ${file}`;
};

/** 26 784 000: groups of three, as long counts are read. */
const spaced = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ' ');

/** `2:49` of a sound. */
export const minutesOf = (length: Frames): string => {
  const whole = Math.floor(toSeconds(length));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
};
