import type { InputOf } from '../../contract/index.ts';
import type { SessionCue } from '../../model/index.ts';

/** What an OSC message asks of the session: a command of the contract, ready to be called. */
export type OscAction = {
  [Name in OscCommand]: { readonly command: Name; readonly input: InputOf<Name> };
}[OscCommand];
type OscCommand =
  | 'run.go'
  | 'run.back'
  | 'run.jump'
  | 'run.pause'
  | 'run.resume'
  | 'run.devamp'
  | 'run.stop'
  | 'run.fade'
  | 'run.panic'
  | 'run.arm'
  | 'run.disarm';

/** What is known of the session where a message comes in. */
export interface OscScene {
  /** Every cue, groups before what they hold. */
  readonly cues: readonly Pick<SessionCue, 'id' | 'number'>[];
  /** Cues of the list itself, in order: what the playhead moves over. */
  readonly tops: readonly string[];
  /** What GO fires; null: the list is at its end. */
  readonly next: string | null;
  /** Cues that are running, by their numbers of the session. */
  readonly runs: readonly { readonly run: number; readonly cue: string }[];
}

/** How long `/fadeall` fades where it says nothing else. Seconds. */
const FADE_ALL = 3;
/** Silence, in decibels of a cuelist file. */
const SILENT = -200;

const GLOBAL: Readonly<Record<string, OscAction>> = {
  '/go': { command: 'run.go', input: {} },
  '/back': { command: 'run.back', input: {} },
  '/panic': { command: 'run.panic', input: {} },
  '/pause': { command: 'run.pause', input: { run: null } },
  '/resume': { command: 'run.resume', input: { run: null } },
  '/devamp': { command: 'run.devamp', input: { run: null } },
  '/arm': { command: 'run.arm', input: {} },
  '/disarm': { command: 'run.disarm', input: {} },
};

/**
 * The actions of an OSC message; a sentence where it cannot be done. `{n}` is a cue's number or id:
 *
 *     /go  /back  /panic  /pause  /resume  /devamp  /arm  /disarm
 *     /stop [seconds]   /fadeall [seconds]   (the seconds of the fade)
 *     /playhead/next  /playhead/previous  /playhead/{n}
 *     /cue/{n}/start  /cue/{n}/stop [seconds]  /cue/{n}/pause  /cue/{n}/resume  /cue/{n}/devamp
 *     /cue/{n}/fade decibels [seconds]
 *
 * A button sends 1 when it is pressed and 0 when it is let go: a single argument of 0 or false is let go, and does nothing,
 * where no seconds are taken.
 */
export const oscActions = (
  address: string,
  values: readonly unknown[],
  scene: OscScene,
): readonly OscAction[] | string => {
  const path = address.replace(/^\/cueforge(?=\/)/, '').replace(/\/$/, '');
  const [, head, name, verb, more] = path.split('/');
  if (more !== undefined) return `There is no ${address}`;
  const global = GLOBAL[path];
  if (global !== undefined) return isLetGo(values) ? [] : [global];
  if (path === '/stop') {
    const seconds = readSeconds(values[0], 0);
    return seconds === null ? wrongSeconds(address) : [{ command: 'run.stop', input: { run: null, seconds } }];
  }
  if (path === '/fadeall') {
    const seconds = readSeconds(values[0], FADE_ALL);
    return seconds === null ? wrongSeconds(address) : [{ command: 'run.stop', input: { run: null, seconds } }];
  }
  if (head === 'playhead' && name !== undefined && verb === undefined)
    return isLetGo(values) ? [] : movePlayhead(name, scene);
  if (head === 'cue' && name !== undefined && verb !== undefined) return actOnCue(name, verb, values, scene, address);
  return `There is no ${address}`;
};

const movePlayhead = (where: string, scene: OscScene): readonly OscAction[] | string => {
  const to = (cue: string): readonly OscAction[] => [{ command: 'run.jump', input: { cue, fire: false } }];
  if (where !== 'next' && where !== 'previous') {
    const cue = findCue(where, scene);
    return cue === null ? noCue(where) : to(cue);
  }
  const here = scene.next === null ? scene.tops.length : scene.tops.indexOf(scene.next);
  const cue = scene.tops[here + (where === 'next' ? 1 : -1)];
  return cue === undefined ? `There is no ${where} cue` : to(cue);
};

const actOnCue = (
  name: string,
  verb: string,
  values: readonly unknown[],
  scene: OscScene,
  address: string,
): readonly OscAction[] | string => {
  const cue = findCue(name, scene);
  if (cue === null) return noCue(name);
  if (verb === 'start') return isLetGo(values) ? [] : [{ command: 'run.jump', input: { cue, fire: true } }];
  const runs = scene.runs.filter((each) => each.cue === cue).map(({ run }) => run);
  if (verb === 'pause' || verb === 'resume' || verb === 'devamp')
    return isLetGo(values) ? [] : runs.map((run) => ({ command: `run.${verb}`, input: { run } }) as OscAction);
  if (verb === 'stop') {
    const seconds = readSeconds(values[0], 0);
    return seconds === null
      ? wrongSeconds(address)
      : runs.map((run) => ({ command: 'run.stop', input: { run, seconds } }));
  }
  if (verb !== 'fade') return `There is no ${address}`;
  const [to, length] = values;
  const seconds = readSeconds(length, 0);
  if (typeof to !== 'number' || !(to >= SILENT && to <= 24)) return `${address} takes decibels in ${SILENT}..24 first`;
  return seconds === null
    ? wrongSeconds(address)
    : runs.map((run) => ({ command: 'run.fade', input: { run, to, seconds } }));
};

const findCue = (name: string, { cues }: OscScene): string | null =>
  (cues.find(({ number }) => number === name) ?? cues.find(({ id }) => id === name))?.id ?? null;
const noCue = (name: string): string => `No cue has the number or id ${name}`;

const isLetGo = (values: readonly unknown[]): boolean =>
  values.length === 1 && (values[0] === 0 || values[0] === false);

/** Null: it is no time of 0..600 s. */
const readSeconds = (value: unknown, otherwise: number): number | null => {
  if (value === undefined) return otherwise;
  return typeof value === 'number' && value >= 0 && value <= 600 ? value : null;
};
const wrongSeconds = (address: string): string => `${address} takes seconds in 0..600`;
