import { realpath, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type FfmpegBinary, probe } from '../media/index.ts';
import { CueforgeError, type Frames, frames, type Problem, seconds, toFailure, toFrames } from '../model/index.ts';
import { type Junction, junctions, type LayerFacts, UNKNOWN_FACTS } from '../plan/index.ts';
import {
  createResumingSources,
  createSession,
  createShow,
  createSourcePool,
  playHeadless,
  type SessionLine,
  type Show,
} from '../session/index.ts';
import { parseCuelistText, readCuelistText } from './run/cuelist-text.ts';

export interface RunRequest {
  /** The cuelist: our JSON, a session of other tools, M3U or CSV. */
  readonly file: string;
  /** Which list of a session, by key or name. Default: the active, or the first one. */
  readonly list?: string;
  /** Times real time, > 0. Default 1. */
  readonly speed?: number;
  /** Ends the run after so much of the session. Default: at its end. */
  readonly seconds?: number;
}

/** A line of the log, in the words of the file it is written to. `t` in seconds of the session, `held` in seconds. */
export interface RunLine {
  readonly t: number;
  readonly event: string;
  readonly index: number | null;
  readonly cue: string | null;
  readonly layer: string | null;
  readonly file: string | null;
  readonly reason: string | null;
  readonly held: { readonly voice: number; readonly background: number; readonly generic: number };
}

export interface RunResult {
  readonly name: string;
  /** Seconds of the session. */
  readonly seconds: number;
  readonly cuesStarted: number;
  /** A sentence each. */
  readonly broken: readonly string[];
  readonly warnings: readonly Problem[];
}

/** Decides the order of shuffled playlists in a run without a window: the same one each time. */
const SEED = 1;

/** Plays a cuelist without a window on a simulated clock, with its real files. What is broken is told, and played past. */
export const runCuelist = async (
  request: RunRequest,
  ffmpeg: FfmpegBinary,
  signal: AbortSignal,
  onLine: (line: RunLine) => void,
): Promise<RunResult> => {
  const { cuelist, problems } = parseCuelistText(request.file, await readCuelistText(request.file), request.list);
  const folder = dirname(resolve(request.file));
  const show = createShow(cuelist, SEED);
  const { known, identities } = await examine(show, folder, signal);
  const broken: string[] = [];
  let cuesStarted = 0;
  const write = (line: SessionLine): void => {
    const said = toRunLine(show, line);
    if (line.event === 'cue.start') cuesStarted += 1;
    if (line.event === 'cue.broken') broken.push(`${said.cue ?? 'The list'}: ${said.reason}`);
    onLine(said);
  };
  for (const junction of junctions(cuelist, (cue, layer) => known.get(`${cue}/${layer}`) ?? UNKNOWN_FACTS))
    onLine(junctionLine(show, junction));
  const clock = (): number => performance.now();
  const sources = createSourcePool({ ffmpeg, resolve: (file) => resolve(folder, file), cached: async () => null });
  const openSource = createResumingSources(sources.open);
  const session = createSession(show, {
    ...{ openSource, clock, onLine: write },
    identify: (file) => identities.get(file) ?? null,
  });
  try {
    await sources.warm();
    for (const [key, facts] of known) {
      const [cue, layer] = key.split('/').map(Number);
      session.send({ kind: 'facts', cue, layer, facts }, frames(0));
    }
    const most = request.seconds === undefined ? null : toFrames(seconds(request.seconds));
    const pace = { clock, sleep: (ms: number) => setTimeout(ms) };
    const end = await playHeadless(session, pace, { speed: request.speed ?? 1, most, signal });
    if (signal.aborted) throw new CueforgeError('cancelled', 'The run was cancelled');
    return { name: cuelist.name, seconds: end / 48_000, cuesStarted, broken, warnings: problems };
  } finally {
    await session.close();
    await sources.close();
  }
};

/** What the files of a show say of themselves, each looked at once; and what each is on disk, to know it again. */
const examine = async (
  show: Show,
  folder: string,
  signal: AbortSignal,
): Promise<{ known: Map<string, LayerFacts>; identities: Map<string, string> }> => {
  const byFile = new Map<string, LayerFacts>();
  const known = new Map<string, LayerFacts>();
  const identities = new Map<string, string>();
  for (const { index, cue } of show.steps) {
    if (cue.action.kind !== 'sound') continue;
    for (const [layer, { file }] of cue.action.layers.entries()) {
      signal.throwIfAborted();
      if (!byFile.has(file)) {
        const { facts, identity } = await examineFile(resolve(folder, file));
        byFile.set(file, facts);
        if (identity !== null) identities.set(file, identity);
      }
      known.set(`${index}/${layer}`, byFile.get(file)!);
    }
  }
  return { known, identities };
};

const examineFile = async (path: string): Promise<{ facts: LayerFacts; identity: string | null }> => {
  try {
    const { durationSeconds } = await probe(path);
    const { size, mtimeMs } = await stat(path);
    const length = durationSeconds === null ? null : toFrames(durationSeconds);
    return {
      facts: { ...UNKNOWN_FACTS, bytes: size, frames: length },
      identity: `${await realpath(path)} ${size} ${mtimeMs}`,
    };
  } catch (error) {
    return { facts: { ...UNKNOWN_FACTS, broken: toFailure(error).message }, identity: null };
  }
};

const toRunLine = ({ list, steps }: Show, line: SessionLine): RunLine => {
  const cue = line.cue === null ? null : steps[line.cue].cue;
  const layer = line.layer === null || cue?.action.kind !== 'sound' ? null : cue.action.layers[line.layer];
  const inSeconds = (held: number): number => Math.round((held / 48_000) * 1000) / 1000;
  const { voice, background, generic } = line.held;
  return {
    t: line.at / 48_000,
    event: line.event,
    index: line.cue ?? null,
    cue: cue === null ? (line.event === 'list.loop' ? list.name : null) : cue.name,
    layer: layer?.role ?? null,
    file: layer?.file ?? null,
    reason: line.reason,
    held: { voice: inSeconds(voice), background: inSeconds(background), generic: inSeconds(generic) },
  };
};

const junctionLine = ({ steps }: Show, { from, kind, length, reason }: Junction): RunLine => ({
  ...{ t: 0, event: 'junction', index: from, cue: steps[from].cue.name, layer: null, file: null },
  reason: `${kind === 'gap' ? `gap of ${msOf(length)} ms` : kind}: ${reason}`,
  held: { voice: 0, background: 0, generic: 0 },
});
const msOf = (length: Frames): number => Math.round(length / 48);
