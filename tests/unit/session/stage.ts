import { fadeGain } from '../../../src/audio/index.ts';
import {
  type Frames,
  frames,
  type Layer,
  type MixerAct,
  readCuelistDocument,
  type ToMixer,
} from '../../../src/model/index.ts';
import {
  createSession,
  createShow,
  createTimedMixer,
  type OpenSource,
  type Session,
  type SessionCommand,
  type SessionEvent,
  type SessionLine,
  type Show,
} from '../../../src/session/index.ts';
import { countingSource } from './counting-source.ts';

export const TICK = 960;

/** Something that happens to a session at a time. Milliseconds. */
export type Happening =
  | { readonly at: number; readonly event: SessionEvent }
  /** The mixer is gone, and another one comes `after` ticks. */
  | { readonly at: number; readonly mixer: number }
  /** Everything is gone, and a new session goes on from the snapshot. */
  | { readonly at: number; readonly crash: number }
  /** What is told comes to the mixer only after it has mixed another tick. */
  | { readonly at: number; readonly slow: boolean }
  /** Another list. */
  | { readonly at: number; readonly list: unknown };

/** A piece that a mixer played of a layer: at which frame of the session, and its first sample. */
export interface Heard {
  readonly at: number;
  readonly from: number;
  readonly length: number;
  readonly samples: Float32Array;
  /** Frames of it before it has been faded to silence. */
  readonly loud: number;
}

/** An end of a layer: frames of it, and how many of them had sounded when it was said. */
export interface End {
  readonly after: number;
  readonly place: number;
}

/** A file is called by its length in milliseconds; `gone` cannot be read, though nobody knew. */
const lengthOf = (file: string): number | null => (file === 'gone' ? null : Number(file) * 48);

/**
 * What sounds of its file, which is `file` frames long, at a frame of a layer: a frame of it, and where passes cross the one
 * of the pass before, so many frames into a crossfade.
 */
export const expectedFrames = (
  layer: Layer,
  frame: number,
  passes: number | null,
  file: number,
): {
  readonly at: number;
  readonly under: { readonly at: number; readonly into: number; readonly of: number } | null;
} => {
  const end = Math.min(layer.trimEnd ?? file, file);
  const plain = { at: layer.trimStart + frame, under: null };
  if (layer.loop === null || end <= layer.trimStart) return plain;
  const start = Math.max(layer.loop.start, layer.trimStart);
  const until = Math.min(layer.loop.end ?? end, end);
  const length = Math.min(layer.loop.crossfade.length, Math.floor((until - start) / 2));
  const before = until - length - layer.trimStart;
  if (frame < before || until <= start) return plain;
  const cycle = until - length - start;
  const times = passes ?? layer.loop.times ?? Number.POSITIVE_INFINITY;
  const pass = Math.min(times - 1, 1 + Math.floor((frame - before) / cycle));
  if (pass === 0) return plain;
  const into = frame - before - (pass - 1) * cycle;
  return { at: start + into, under: into < length ? { at: until - length + into, into, of: length } : null };
};

/** The sample that a layer has at a frame of its own, where every sample of a file is the number of its frame. */
export const expectedSample = (
  layer: Layer,
  frame: number,
  passes: number | null,
  file = lengthOf(layer.file) ?? 0,
): number => {
  const { at, under } = expectedFrames(layer, frame, passes, file);
  if (under === null) return at;
  const fade = { length: frames(under.of), curve: layer.loop!.crossfade.curve };
  return Math.fround(at * fadeGain(fade, under.into) + under.at * fadeGain(fade, under.of - under.into));
};

export const lengthHeard = (pieces: readonly { readonly length: number }[] | undefined): number =>
  (pieces ?? []).reduce((sum, { length }) => sum + length, 0);

/**
 * A session on a timed mixer, its sources, and everything that was seen of it. `identify`: what a file is on disk;
 * `sources`: other sources than those that answer at once, `wait` resolves so many milliseconds of the stage later.
 */
export const openStage = (
  written: unknown,
  options: {
    readonly identify?: (file: string) => string;
    readonly sources?: (open: OpenSource, wait: (ms: number) => Promise<void>) => OpenSource;
  } = {},
) => {
  const read = (list: unknown): Show => {
    const { cuelist, problems } = readCuelistDocument(list);
    if (cuelist === null) throw new Error(JSON.stringify(problems));
    return createShow(cuelist, 3);
  };
  const { open: openAtOnce, opened } = countingSource(lengthOf);
  let waiting: { readonly until: number; readonly goOn: () => void }[] = [];
  const wait = (ms: number): Promise<void> =>
    new Promise((goOn) => {
      waiting.push({ until: now + ms * 48, goOn });
    });
  const open = options.sources?.(openAtOnce, wait) ?? openAtOnce;
  const lines: SessionLine[] = [];
  const commands: SessionCommand[] = [];
  const heard = new Map<string, Heard[]>();
  const layers = new Map<string, Layer>();
  /** Voices count anew with each mixer: `mixer/voice`. */
  const owners = new Map<string, string>();
  const places = new Map<string, number>();
  const reached: (End & { readonly voice: string })[] = [];
  const decided = new Map<string, End>();
  const began: number[] = [];
  const told: { readonly act: MixerAct; readonly at: number; readonly given: number }[] = [];
  /** In frames of the session. */
  const fades = new Map<string, (MixerAct & { readonly kind: 'fade' })[]>();
  let mixers = 0;
  let isRunning = false;
  let now = 0;
  let base = 0;
  let isSlow = false;
  let held: ToMixer[] = [];
  let opens = 0;
  let mixer = createTimedMixer();
  let session: Session;
  const openSession = (show: Show, from?: Parameters<typeof createSession>[2]): Session =>
    createSession(
      show,
      {
        openSource: (file, at) => {
          opens += 1;
          return open(file, at);
        },
        clock: () => now / 48,
        onLine: (line) => lines.push(line),
        onCommand: (command) => {
          commands.push(command);
          if (command.kind !== 'end') return;
          const key = `${command.run}/${command.layer}`;
          decided.set(key, { after: command.after, place: lengthHeard(heard.get(key)) });
        },
        identify: options.identify,
      },
      from,
    );
  const tellFacts = (): void => {
    for (const { index, cue } of session.show().steps)
      if (cue.action.kind === 'sound')
        for (const [place, { file }] of cue.action.layers.entries()) {
          const length = lengthOf(file);
          const facts = { frames: length === null ? null : frames(length) };
          session.send({ kind: 'facts', cue: index, layer: place, facts }, frames(now));
        }
  };
  const note = (): void => {
    for (const { voice, run, layer } of session.sounds()) {
      const key = `${run}/${layer}`;
      if (voice !== null) owners.set(`${mixers}/${voice}`, key);
      const cue = session.state().runs.find((each) => each.run === run)?.cue;
      const action = cue === undefined ? undefined : session.show().steps[cue].cue.action;
      if (action?.kind === 'sound' && !layers.has(key)) layers.set(key, action.layers[layer]);
    }
    if (session.running() && !isRunning) began.push(session.now());
    isRunning = session.running();
  };
  const fadesOf = (voice: string): (MixerAct & { readonly kind: 'fade' })[] => {
    if (!fades.has(voice)) fades.set(voice, []);
    return fades.get(voice)!;
  };
  const loudOf = (voice: string, from: number, to: number): number => {
    const acts = [...fadesOf(voice)].sort((a, b) => a.at - b.at);
    let until = from;
    /** From when on it is silent, as of the last act. */
    let silent = Number.POSITIVE_INFINITY;
    const hear = (since: number, next: number): void => {
      if (Math.min(silent, next) > since) until = Math.min(silent, next);
    };
    let at = from;
    for (const act of acts.filter((each) => each.at < to)) {
      hear(at, Math.max(from, act.at));
      at = Math.max(from, act.at);
      const fades = act.to === Number.NEGATIVE_INFINITY;
      silent = fades ? Math.min(Math.max(silent, act.at), act.at + act.fade.length) : Number.POSITIVE_INFINITY;
    }
    hear(at, to);
    return until - from;
  };
  const receive = (message: ToMixer): void => {
    if (message.kind === 'voice') places.set(`${mixers}/${message.voice}`, message.from);
    for (const act of message.kind === 'acts' ? message.acts : []) {
      const voice = `${mixers}/${act.voice}`;
      if ('at' in act) told.push({ act, at: base + act.at, given: now });
      if (act.kind === 'fade') fadesOf(voice).push({ ...act, at: frames(Math.max(base + act.at, now)) });
      if (act.kind === 'end') reached.push({ voice, after: act.after, place: places.get(voice) ?? 0 });
    }
    mixer.send(message);
  };
  const attach = (): void => {
    held = [];
    mixers += 1;
    isRunning = false;
    base = Math.max(now, session.now());
    mixer = createTimedMixer(({ voice, at, from, samples }) => {
      const key = owners.get(`${mixers}/${voice}`) ?? `voice ${voice}`;
      const length = samples.length / 2;
      const loud = loudOf(`${mixers}/${voice}`, base + at, base + at + length);
      const piece = { at: base + at, from, length, samples: samples.slice(), loud };
      places.set(`${mixers}/${voice}`, from + piece.length);
      heard.set(key, [...(heard.get(key) ?? []), piece]);
    });
    session.attach({ send: (message) => (isSlow ? held.push(message) : receive(message)) }, frames(base));
    note();
  };
  /** Sources answer at once: a few turns let all of them read as far as they may. */
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await session.settled();
      if (session.opening() === 0) return;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  session = openSession(read(written));
  tellFacts();
  attach();

  const hear = (): void => {
    for (const said of mixer.advance(Math.max(0, now - base)))
      if (said.kind === 'heard' || said.kind === 'late') session.heard(said, frames(now));
    for (const message of held.splice(0)) receive(message);
  };
  return {
    settle,
    /** What happens, now. */
    async send(event: SessionEvent): Promise<void> {
      session.send(event, frames(now));
      note();
      await settle();
      note();
    },
    async tick(): Promise<void> {
      now += TICK;
      const due = waiting.filter(({ until }) => until <= now);
      waiting = waiting.filter(({ until }) => until > now);
      for (const { goOn } of due) goOn();
      if (due.length > 0) await settle();
      note();
      hear();
      session.send({ kind: 'tick' }, frames(now));
      note();
      await settle();
    },
    /** The mixer is gone for so many ticks; time goes on, the session's stands. */
    async replaceMixer(ticks: number): Promise<void> {
      session.attach(null, frames(now));
      for (let tick = 0; tick < ticks; tick += 1) {
        session.send({ kind: 'tick' }, frames(now));
        await settle();
      }
      attach();
      await settle();
    },
    async crash(): Promise<void> {
      const snapshot = JSON.parse(JSON.stringify(session.snapshot()));
      const show = session.show();
      await session.close();
      session = openSession(show, snapshot);
      tellFacts();
      attach();
      await settle();
    },
    slow(slow: boolean): void {
      isSlow = slow;
      if (!slow) for (const message of held.splice(0)) receive(message);
    },
    async revise(list: unknown): Promise<void> {
      session.revise(read(list), frames(now));
      tellFacts();
      note();
      await settle();
    },
    now: (): Frames => frames(now),
    session: (): Session => session,
    lines,
    commands,
    heard,
    layers,
    /** The last end of a layer that the runner decided, and the last that a mixer came to know. */
    endsOf: (key: string): { readonly decided: End | undefined; readonly reached: End | undefined } => ({
      decided: decided.get(key),
      reached: reached.findLast(({ voice }) => owners.get(voice) === key),
    }),
    /** Frames of the session at which mixers went on. */
    began,
    /** Acts that came to a mixer, and when, in frames of the session. */
    told,
    opened,
    opens: (): number => opens,
  };
};
export type Stage = ReturnType<typeof openStage>;

/** Does what happens at its time, then goes on until all is quiet, or until `most` milliseconds. */
export const play = async (
  stage: Stage,
  script: readonly Happening[],
  most: number,
  each?: (stage: Stage) => void,
): Promise<void> => {
  const left = [...script].sort((a, b) => a.at - b.at);
  while (stage.now() < most * 48) {
    for (; left[0] && left[0].at * 48 <= stage.now(); left.shift()) {
      const [next] = left;
      if ('event' in next) await stage.send(next.event);
      else if ('mixer' in next) await stage.replaceMixer(next.mixer);
      else if ('crash' in next) await stage.crash();
      else if ('slow' in next) stage.slow(next.slow);
      else await stage.revise(next.list);
      each?.(stage);
    }
    await stage.tick();
    each?.(stage);
    if (stage.session().state().runs.length === 0 && stage.session().sounds().length === 0 && left.length === 0) break;
  }
};
