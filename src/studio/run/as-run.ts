import { type Frames, frames, type LayerRole } from '../../model/index.ts';
import { layerLength, UNKNOWN_FACTS } from '../../plan/index.ts';
import type { CueRun, LayerRun, RunnerState, Show } from '../../session/index.ts';

/** A sound that began. Times in frames are the session's. */
export interface AsRunBegin {
  readonly kind: 'begin';
  /** Names the sound in this log. */
  readonly sound: number;
  readonly cue: string;
  readonly number: string;
  readonly name: string;
  readonly layer: number;
  readonly role: LayerRole;
  /** As the cuelist writes it. */
  readonly file: string;
  readonly from: Frames;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** And that ended: [its `from`, `to`). */
export interface AsRunEnd {
  readonly kind: 'end';
  readonly sound: number;
  /** Where it began in truth: what it was late by became known after that. */
  readonly from: Frames;
  readonly to: Frames;
  /** Frames of it that sounded: less than `to` − `from` where it was paused. */
  readonly played: Frames;
  readonly at: number;
  /** Why: words for a person. */
  readonly ended: string;
}
export type AsRunRecord = AsRunBegin | AsRunEnd;

/** What a stop that is seen for the first time came from. */
export type StopCause = 'go' | 'stop' | 'panic' | 'other';
const STOPPED: Readonly<Record<StopCause, string>> = {
  go: 'gave way to the next cue',
  stop: 'stopped by hand',
  panic: 'panic',
  other: 'stopped by a cue',
};

/** What the recorder knows of the moment. */
export interface AsRunMoment {
  readonly show: Show;
  readonly state: RunnerState;
  readonly now: Frames;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly cause: StopCause;
  /** Nothing goes on: there is no mixer, or it waits for what is to sound. */
  readonly standing: boolean;
}

/** Follows what sounds by the runner's state, which knows every frame; records are made as sounds begin and end. */
export interface AsRun {
  look(moment: AsRunMoment): void;
  /** A cue's sound broke: why it ends, for the next look. */
  broke(run: number, layer: number, reason: string): void;
  /** What sounds now ends with the session. */
  close(moment: Pick<AsRunMoment, 'show' | 'now' | 'at'>): void;
}

/** That something began late is known so soon. Frames: 1 s. */
const NEWS = 48_000;

interface Sounding {
  readonly run: CueRun;
  readonly layer: number;
  /** Null: it has been scheduled, and has not begun. */
  sound: number | null;
  from: number;
  /** Frames of it that sounded before this log goes on. */
  readonly skipped: number;
  /** Where its frame 0 would be, had it not been paused. */
  start: number;
  until: number | null;
  /** Frames of it in all; null: until it is stopped, or not known. */
  length: number | null;
  stopAt: number | null;
  /** The same as the runner says it. */
  told: number | null;
  /** The frame at which its stop was to begin, where a hand stopped it. */
  stopFrom: number | null;
  why: string;
  pausedAt: number | null;
  /** Its end was written; its cue is not over yet. */
  over: boolean;
}

/**
 * `first`: number of its first sound. `before`: frames that sounds of runs have sounded which it goes on with, by `run/layer`;
 * that was written then.
 */
export const createAsRun = (
  first: number,
  before: ReadonlyMap<string, number>,
  write: (record: AsRunRecord) => void,
): AsRun => {
  let next = first;
  /** Nothing went on when it was looked at last. */
  let stood = false;
  const sounding = new Map<string, Sounding>();
  /** What a hand stopped lately, and is over. */
  let stopped: { stopFrom: number; readonly record: AsRunEnd }[] = [];
  const broken = new Map<string, string>();
  const keyOf = (run: number, layer: number): string => `${run}/${layer}`;

  const begin = (each: Sounding, { show, now, at }: Pick<AsRunMoment, 'show' | 'now' | 'at'>): void => {
    const { cue } = show.steps[each.run.cue];
    if (cue.action.kind !== 'sound') return;
    const { role, file } = cue.action.layers[each.layer];
    each.sound = next++;
    write({
      ...{ kind: 'begin', sound: each.sound, cue: cue.id, number: cue.number, name: cue.name },
      ...{ layer: each.layer, role, file, from: frames(each.from), at: wallOf(each.from, now, at) },
    });
  };
  const end = (each: Sounding, to: number, ended: string, moment: Pick<AsRunMoment, 'show' | 'now' | 'at'>): void => {
    each.over = true;
    // Paused, it has sounded up to where it was paused.
    const last = Math.min(each.pausedAt ?? to, to);
    if (last <= each.from) return;
    if (each.sound === null) begin(each, moment);
    if (each.sound === null) return;
    const record: AsRunEnd = {
      ...{ kind: 'end', sound: each.sound, from: frames(each.from), to: frames(last) },
      ...{ played: frames(last - each.start - each.skipped), at: wallOf(last, moment.now, moment.at), ended },
    };
    write(record);
    if (each.stopFrom !== null && last === each.stopAt) stopped.push({ stopFrom: each.stopFrom, record });
  };
  /** What was told to begin at a frame began later: what was told to stop there, by the same hand, did so as late. */
  const stopLater = (from: number, later: number): void => {
    for (const each of sounding.values()) {
      if (each.stopFrom !== from || each.stopAt === null || each.over) continue;
      each.stopFrom += later;
      each.stopAt += later;
    }
    stopped = stopped.map(({ stopFrom, record }) => {
      if (stopFrom !== from) return { stopFrom, record };
      const [to, played] = [frames(record.to + later), frames(record.played + later)];
      const corrected = { ...record, to, played, at: Math.round(record.at + later / 48) };
      write(corrected);
      return { stopFrom: from + later, record: corrected };
    });
  };

  const follow = (each: Sounding, run: CueRun, layer: LayerRun, { show, state, cause, now }: AsRunMoment): void => {
    if (layer.at !== null && layer.at !== each.start) {
      // After a pause, or without a mixer, it goes on; else it began later than it was to.
      if (each.sound === null || (each.pausedAt === null && !stood)) {
        each.from += layer.at - each.start;
        if (layer.at > each.start) stopLater(each.start, layer.at - each.start);
      }
      each.start = layer.at;
    }
    each.pausedAt = run.pausedAt;
    each.until = layer.until;
    if (run.stopAt !== null && run.stopAt !== each.told) {
      each.why = STOPPED[cause];
      each.stopAt = run.stopAt;
      each.told = run.stopAt;
      each.stopFrom = cause === 'other' ? null : now;
    }
    const { action } = show.steps[run.cue].cue;
    if (action.kind !== 'sound') return;
    const file = action.layers[layer.layer];
    const loop = file.loop && layer.passes !== null ? { ...file.loop, times: layer.passes } : file.loop;
    const facts = state.facts[`${run.cue}/${layer.layer}`] ?? UNKNOWN_FACTS;
    each.length = layerLength({ ...file, loop }, facts.frames);
  };
  /** Where a sound ends that is over, and why. */
  const endOf = (each: Sounding, { now, cause }: AsRunMoment): { readonly to: number; readonly ended: string } => {
    // What is paused comes to no end by itself: it was stopped, and was over at once.
    if (each.pausedAt !== null) return { to: now, ended: STOPPED[cause] };
    const own = each.until ?? now;
    if (each.stopAt !== null && each.stopAt <= own) return { to: each.stopAt, ended: each.why };
    const whole = each.length !== null && own - each.start >= each.length;
    return { to: Math.min(own, now), ended: whole ? 'its end' : 'end of its cue' };
  };

  return {
    look(moment) {
      const { state, now } = moment;
      const there = new Set<string>();
      for (const run of state.runs) {
        for (const layer of run.layers) {
          const key = keyOf(run.run, layer.layer);
          const known = sounding.get(key);
          if (known !== undefined) there.add(key);
          if (known && !known.over && layer.phase === 'broken') {
            const why = broken.get(key) ?? 'its sound was not there';
            end(known, Math.min(layer.until ?? now, now), `broken: ${why}`, moment);
          }
          if (layer.phase !== 'sounding' || layer.at === null || known?.over) continue;
          there.add(key);
          const each = known ?? scheduled(run, layer.layer, layer.at, before.get(key) ?? 0);
          sounding.set(key, each);
          follow(each, run, layer, moment);
          if (each.sound === null && each.from <= now && !moment.standing) begin(each, moment);
          // Over before its cue is.
          if (each.until !== null && each.until <= now && each.pausedAt === null) {
            const { to, ended } = endOf(each, moment);
            end(each, to, ended, moment);
          }
        }
      }
      for (const [key, each] of sounding) {
        if (there.has(key)) continue;
        const { to, ended } = endOf(each, moment);
        if (!each.over) end(each, to, ended, moment);
        sounding.delete(key);
        broken.delete(key);
      }
      stood = moment.standing;
      stopped = stopped.filter(({ stopFrom }) => stopFrom > now - NEWS);
    },
    broke: (run, layer, reason) => void broken.set(keyOf(run, layer), reason),
    close(moment) {
      for (const each of sounding.values()) if (!each.over) end(each, moment.now, 'the session was closed', moment);
      sounding.clear();
    },
  };
};

const scheduled = (run: CueRun, layer: number, at: number, skipped: number): Sounding => ({
  ...{ run, layer, sound: null, from: at + skipped, start: at, skipped, until: null, length: null },
  ...{ stopAt: null, told: null, stopFrom: null, why: '', pausedAt: null, over: false },
});

/** When a frame was, by how far it is from now. Milliseconds since 1970. */
const wallOf = (frame: number, now: number, at: number): number => Math.round(at - (now - frame) / 48);
