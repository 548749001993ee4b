import type { LiveAct } from '../../src/audio/index.ts';
import { type FadeCurve, type MixerAct, toLinear } from '../../src/model/index.ts';
import { COMMAND_NUMBERS, COMMANDS, type MixerMemory, WORD } from './mixer-memory.ts';

/**
 * What the feeder has the audio thread do: acts; `open`, a voice comes to a slot (`at`: its first frame, `number`: the how
 * manieth voice of the slot it is); `clear`, everything goes (`number`: the how manieth it is).
 */
export type CommandKind = MixerAct['kind'] | 'open' | 'clear';
const KINDS: readonly CommandKind[] = ['open', 'clear', 'sound', 'end', 'fade', 'stop', 'pause', 'resume', 'release'];
const CURVES: readonly FadeCurve[] = ['linear', 'equal-power', 'raised-cosine-db'];

/** A command as it lies in memory: one array of numbers. */
export type Command = readonly [
  kind: number,
  slot: number,
  at: number,
  level: number,
  length: number,
  curve: number,
  number: number,
];

export const command = (kind: 'open' | 'clear', slot: number, at: number, number: number): Command => [
  KINDS.indexOf(kind),
  slot,
  at,
  1,
  0,
  0,
  number,
];
/** An act on the voice of a slot. */
export const actCommand = (act: MixerAct, slot: number): Command => {
  const kind = KINDS.indexOf(act.kind);
  switch (act.kind) {
    case 'sound':
      return [kind, slot, act.at, toLinear(act.gain), act.fadeIn.length, CURVES.indexOf(act.fadeIn.curve), 0];
    case 'end':
      return [kind, slot, act.after, 1, act.fadeOut.length, CURVES.indexOf(act.fadeOut.curve), 0];
    case 'fade':
      return [kind, slot, act.at, toLinear(act.to), act.fade.length, CURVES.indexOf(act.fade.curve), 0];
    case 'stop':
      return [kind, slot, act.at, 1, act.fade.length, CURVES.indexOf(act.fade.curve), 0];
    case 'release':
      return [kind, slot, 0, 1, 0, 0, 0];
    default:
      return [kind, slot, act.at, 1, 0, 0, 0];
  }
};

/** Feeder thread. */
export interface CommandWriter {
  /**
   * Has the audio thread see these together. What finds no room waits, and what comes after it too, for the next `push` or
   * `flush`; more than the ring holds at once are seen in parts.
   */
  push(commands: readonly Command[]): void;
  flush(): void;
  /** Forgets what waits. */
  drop(): void;
  /** Whether anything waits. */
  waits(): boolean;
}

export const openCommandWriter = ({ words, commands }: MixerMemory): CommandWriter => {
  let waiting: (readonly Command[])[] = [];
  const writer: CommandWriter = {
    push(together) {
      for (let i = 0; i < together.length; i += COMMANDS) waiting.push(together.slice(i, i + COMMANDS));
      writer.flush();
    },
    flush() {
      while (waiting.length > 0) {
        const [together] = waiting;
        const written = words[WORD.commandsWritten];
        const room = COMMANDS - ((written - Atomics.load(words, WORD.commandsRead)) | 0);
        if (together.length > room) return;
        for (const [i, row] of together.entries())
          commands.set(row, ((written + i) & (COMMANDS - 1)) * COMMAND_NUMBERS);
        Atomics.store(words, WORD.commandsWritten, (written + together.length) | 0);
        waiting.shift();
      }
    },
    drop() {
      waiting = [];
    },
    waits: () => waiting.length > 0,
  };
  return writer;
};

/** A command as the audio thread reads it: one object that is filled anew. */
export interface ReadCommand {
  kind: CommandKind;
  number: number;
  /** What there is besides, of an act: its `kind` is the command's. */
  readonly act: LiveAct;
}

/** Audio thread. Allocates nothing. */
export interface CommandReader {
  /** The oldest that was not taken; null: there is none. Good until the next. */
  next(): Readonly<ReadCommand> | null;
  /** It was done. */
  taken(): void;
}

export const openCommandReader = ({ words, commands }: MixerMemory): CommandReader => {
  const read: ReadCommand = {
    kind: 'clear',
    number: 0,
    act: { kind: 'release', slot: 0, at: 0, level: 1, length: 0, curve: 'linear' },
  };
  const { act } = read;
  return {
    next() {
      const count = words[WORD.commandsRead];
      if (count === Atomics.load(words, WORD.commandsWritten)) return null;
      const row = (count & (COMMANDS - 1)) * COMMAND_NUMBERS;
      read.kind = KINDS[commands[row]];
      read.number = commands[row + 6];
      if (read.kind !== 'open' && read.kind !== 'clear') act.kind = read.kind;
      act.slot = commands[row + 1];
      act.at = commands[row + 2];
      act.level = commands[row + 3];
      act.length = commands[row + 4];
      act.curve = CURVES[commands[row + 5]];
      return read;
    },
    taken: () => void Atomics.store(words, WORD.commandsRead, (words[WORD.commandsRead] + 1) | 0),
  };
};
