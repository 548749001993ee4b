import { type Frames, frames, readCuelistDocument } from '../../../src/model/index.ts';
import {
  createShow,
  initialState,
  type RunnerState,
  reduce,
  type SessionCommand,
  type SessionEvent,
  type Show,
} from '../../../src/session/index.ts';

export const s = (seconds: number): Frames => frames(Math.round(seconds * 48_000));

/** A sound cue of one layer, named after its file. */
export const sound = (name: string, more: object = {}, layer: object = {}) => ({
  ...{ id: name, name, layers: [{ role: 'generic', file: `${name}.wav`, ...layer }], follow: 'auto-follow' },
  ...more,
});

export const showOf = (cues: unknown[], more: object = {}, seed = 1): Show => {
  const { cuelist, problems } = readCuelistDocument({ id: 'l', cues, ...more });
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (cuelist === null) throw new Error(JSON.stringify(errors));
  return createShow(cuelist, seed);
};

/**
 * Runs a show on a clock of its own. Every file is `length` long. A claimed sound is ready `readyAfter` later; null: never.
 */
export const rehearse = (
  show: Show,
  options: {
    length?: number;
    readyAfter?: (cue: number, run: number) => number | null;
    broken?: readonly number[];
  } = {},
) => {
  const { length = 10, readyAfter = () => 0, broken = [] } = options;
  let state: RunnerState = initialState(show);
  const commands: (SessionCommand & { readonly given: Frames })[] = [];
  let waiting: { at: number; event: SessionEvent }[] = [];
  let clock = 0;
  const send = (event: SessionEvent): void => {
    const made = reduce(show, state, event, frames(clock), clock / 48);
    state = made.state;
    for (const command of made.commands) {
      commands.push({ ...command, given: frames(clock) });
      if (command.kind !== 'claim') continue;
      const { run, cue, layer } = command;
      const after = readyAfter(cue, run);
      if (after !== null) waiting.push({ at: clock + s(after), event: { kind: 'ready', run, layer } });
    }
    deliver();
  };
  const deliver = (): void => {
    const due = waiting.filter(({ at }) => at <= clock);
    waiting = waiting.filter(({ at }) => at > clock);
    for (const { event } of due) send(event);
  };
  for (const { index, cue } of show.steps) {
    if (cue.action.kind !== 'sound') continue;
    const missing = broken.includes(index) ? `${cue.name} is not there` : null;
    for (const layer of cue.action.layers.keys())
      send({ kind: 'facts', cue: index, layer, facts: { frames: s(length), broken: missing } });
  }
  return {
    send,
    /** On to a time, in ticks of at most 20 ms. */
    to(seconds: number): void {
      while (clock < s(seconds)) {
        clock = Math.min(s(seconds), clock + 960, ...waiting.map(({ at }) => Math.max(at, clock + 1)));
        deliver();
        send({ kind: 'tick' });
      }
    },
    state: (): RunnerState => state,
    clock: (): Frames => frames(clock),
    commands,
    /** `0.000 cue.start a`, in seconds. */
    log: (): string[] =>
      commands.flatMap((command) => {
        if (command.kind !== 'note' || command.event === 'session.armed') return [];
        const name = command.cue === null ? '' : ` ${show.steps[command.cue].cue.name}`;
        return [
          `${(command.at / 48_000).toFixed(3)} ${command.event}${name}${command.reason ? `: ${command.reason}` : ''}`,
        ];
      }),
    of: <Kind extends SessionCommand['kind']>(kind: Kind) =>
      commands.filter(
        (command): command is Extract<SessionCommand, { kind: Kind }> & { given: Frames } => command.kind === kind,
      ),
  };
};
