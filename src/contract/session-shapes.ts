import { z } from 'zod';
import { type CuelistDocument, cuelistEdit, type Frames, type Seconds } from '../model/index.ts';
import { assetId } from './asset-shapes.ts';

/**
 * Run: the studio holds at most one open session, a cuelist and what it does now. Every client sees and steers the same
 * one; one of them is its mixer (`mixer.ts`). Edits need Edit mode; Show mode refuses them whoever asks.
 */
const path = z.string().min(1).max(4096);
const nothing = z.object({});
const frames = z.number().int() as unknown as z.ZodType<Frames>;
const seconds = z.number() as unknown as z.ZodType<Seconds>;
const decibels = z.number().min(-200).max(24);
const cueId = z.string().min(1).max(200);
/** A number of a cue that was fired; null: all that sound. */
const run = z.number().int().min(0).nullable();
const fadeSeconds = z.number().min(0).max(600);
const history = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });

/** A cuelist file the studio knows. */
const cuelistSummary = z.object({
  path,
  name: z.string(),
  cues: z.number().int(),
  openedAt: z.number(),
  /** Why it cannot be opened: a sentence; null: it can. */
  trouble: z.string().nullable(),
});
export type CuelistSummary = z.infer<typeof cuelistSummary>;

/** What is known of one layer's file. */
const layerCheck = z.object({
  /** Frames of the whole file; null: not known yet. */
  frames: frames.nullable(),
  bytes: z.number().nullable(),
  /** Why it cannot be played; null: it can, as far as is known. */
  broken: z.string().nullable(),
  /** The library's sound, for its waveform; null: not filed there (yet). */
  asset: assetId.nullable(),
  /** Always read at its cue, and why; null: read ahead of it. */
  streams: z.enum(['large file', 'slow decode']).nullable(),
});
export type LayerCheck = z.infer<typeof layerCheck>;

/** What is known of one cue. In the order of the steps: groups before what they hold; the list's `index` counts both. */
const cueCheckOfList = z.object({
  id: cueId,
  layers: z.array(layerCheck),
  /** Frames from its start to its end; null: until it is stopped, or not known yet. */
  length: frames.nullable(),
  /** How it meets what follows; null: nothing follows. */
  junction: z
    .object({
      to: cueId,
      kind: z.enum(['gapless', 'crossfade', 'gap', 'together', 'go']),
      length: frames,
      /** A sentence. */
      reason: z.string(),
    })
    .nullable(),
});
export type ListedCue = z.infer<typeof cueCheckOfList>;

/** The list of the open session: what is edited. `revision` grows by one with each change. */
const sessionList = z.object({
  path,
  revision: z.number().int(),
  document: z.custom<CuelistDocument>(),
  cues: z.array(cueCheckOfList),
  /** What is wrong with the list, a sentence each; it plays past it. */
  warnings: z.array(z.string()),
  history,
  /** When the file was last written, milliseconds since 1970; null: it is being written. */
  savedAt: z.number().nullable(),
  saveTrouble: z.string().nullable(),
});
export type SessionList = z.infer<typeof sessionList>;

/** A cue that was fired and is not over. Times are frames of the session. */
const runningCue = z.object({
  run: z.number().int(),
  cue: cueId,
  /** Index of the cue in the list. */
  index: z.number().int(),
  /** The group it was fired by; null: none. */
  parent: z.number().int().nullable(),
  /** `held`: waits for its sound; `post`: over, what follows is still to come. */
  phase: z.enum(['pre-wait', 'held', 'running', 'post']),
  startAt: frames,
  /** Null: until it is stopped, or not known yet. */
  endAt: frames.nullable(),
  pausedAt: frames.nullable(),
  /** It fades out and is over then. */
  stopAt: frames.nullable(),
  /** What follows by itself, and when; null: nothing. */
  follows: z.object({ cue: cueId, at: frames }).nullable(),
  layers: z.array(
    z.object({
      layer: z.number().int(),
      phase: z.enum(['waiting', 'sounding', 'ended', 'broken']),
      /** Frames of it that have sounded. */
      played: frames,
      /** Gain it has been faded to, over its own. Decibels. */
      fadedTo: z.number(),
      /** Loudest sample of the last moments, linear, after its gain. */
      peak: z.number(),
      /** It loops until it is let go. */
      vamps: z.boolean(),
      streamed: z.boolean(),
    }),
  ),
});
export type RunningCue = z.infer<typeof runningCue>;

/** Something the operator must know now. */
const alarm = z.object({
  kind: z.enum(['dead-cue', 'silence', 'output-lost', 'output-fallback', 'under-run', 'broken-cue', 'not-saved']),
  /** A sentence. */
  message: z.string(),
  /** Milliseconds since 1970. */
  since: z.number(),
  cue: cueId.nullable(),
});
export type SessionAlarm = z.infer<typeof alarm>;

const perRole = z.object({ voice: seconds, background: seconds, generic: seconds });

/** What the open session does now: all an operator's view needs. Sent whole, at most ten times a second. */
const sessionView = z.object({
  path,
  name: z.string(),
  /** Show mode: what may sound may not be changed. */
  armed: z.boolean(),
  /** Arming waits for the first cue's sounds: how many are ready, of how many. Null: it does not. */
  arming: z.object({ ready: z.number().int(), total: z.number().int() }).nullable(),
  /** The session's time, and when it was so (milliseconds since 1970 of this machine). It stands where `running` is false. */
  clock: z.object({ frame: frames, at: z.number(), running: z.boolean() }),
  /** Session time of the first GO; null: none yet. */
  startedAt: frames.nullable(),
  /** What GO fires; null: the list is at its end. */
  next: z
    .object({
      cue: cueId,
      index: z.number().int(),
      /** Sounds of it that are read ahead, of how many. */
      ready: z.number().int(),
      total: z.number().int(),
    })
    .nullable(),
  runs: z.array(runningCue),
  /** Ids of cues that were fired since the list was armed. */
  done: z.array(cueId),
  /** Decoded and unplayed sound, in seconds; `kept`: heads for repeats, of no role. */
  held: perRole.extend({ kept: seconds, total: seconds }),
  limits: perRole.extend({ total: seconds }),
  output: z.object({
    state: z.enum(['none', 'open', 'lost', 'fallback']),
    device: z.string(),
    /** Milliseconds; null: the device does not say. */
    latencyMs: z.number().nullable(),
    underruns: z.number().int(),
    /** From the last GO to its first frame mixed. Milliseconds; null: none yet. */
    goToSoundMs: z.number().nullable(),
  }),
  alarms: z.array(alarm),
  /** OSC: the port it listens on; null: it does not. Clients: how many windows and browsers watch. */
  remotes: z.object({ oscPort: z.number().int().nullable(), clients: z.number().int() }),
  /** A show that was cut off here and can be gone on with; null: none. */
  resume: z
    .object({
      /** Milliseconds since 1970. */
      at: z.number(),
      /** What sounded, with how far: a sentence. */
      what: z.string(),
    })
    .nullable(),
});
export type SessionView = z.infer<typeof sessionView>;

/** A line of the session's log, as `run.line` tells it. */
export interface SessionLogLine {
  /** Grows by one; a gap: lines were missed. */
  readonly number: number;
  /** Frames of the session. */
  readonly frame: Frames;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly event: string;
  readonly cue: string | null;
  readonly layer: number | null;
  /** A sentence or a figure. */
  readonly text: string;
  readonly level: 'info' | 'warning' | 'debug';
}

/** Commands of Run. Those that steer throw `no-session` where none is open, `not-armed` where it must be. */
export const sessionCommands = {
  'run.lists': { input: nothing, output: z.object({ lists: z.array(cuelistSummary) }) },
  /**
   * Opens a cuelist (ours, a session of other tools, M3U, CSV: those are turned into a file of ours beside them) as the
   * session; the one before is closed. `list`: which of a session of several. Throws `cuelist-missing`,
   * `cuelist-invalid`, `show-mode` while the one before is armed.
   */
  'run.open': { input: z.object({ path, list: z.string().optional() }), output: sessionList },
  /** A new, empty cuelist in the cuelists' folder; it is not opened yet. */
  'run.create': { input: z.object({ name: z.string().max(500) }), output: z.object({ path }) },
  /** A small session made of the demo workout's sounds, to try everything with. */
  'run.openDemo': { input: nothing, output: z.object({ job: z.string() }) },
  /** Takes a cuelist off the list; its file stays. */
  'run.forget': { input: z.object({ path }), output: nothing },
  'run.close': { input: nothing, output: nothing },
  /** The open session; nulls: none is. */
  'run.get': {
    input: nothing,
    output: z.object({
      list: sessionList.nullable(),
      view: sessionView.nullable(),
      /** As the view says it: there is none where no list is open. */
      resume: sessionView.shape.resume,
    }),
  },

  /** Does edits as one entry of the history. Throws `show-mode`, `bad-argument`: then none is done. */
  'run.apply': {
    input: z.object({
      edits: z.array(cuelistEdit).min(1).max(1000),
      merge: z.string().max(200).nullable().default(null),
      label: z.string().max(200).nullable().default(null),
    }),
    output: z.object({ revision: z.number().int(), touched: z.array(cueId) }),
  },
  'run.undo': { input: nothing, output: nothing },
  'run.redo': { input: nothing, output: nothing },

  /** Show mode: armed and locked. Resolves when the first cue's sounds are ready. Throws `no-output` where nothing plays it. */
  'run.arm': { input: nothing, output: nothing },
  /** Back to Edit mode; what sounds goes on. */
  'run.disarm': { input: nothing, output: nothing },
  'run.go': { input: nothing, output: nothing },
  'run.back': { input: nothing, output: nothing },
  /** Moves the playhead; `fire`: and begins there. */
  'run.jump': { input: z.object({ cue: cueId, fire: z.boolean() }), output: nothing },
  'run.pause': { input: z.object({ run }), output: nothing },
  'run.resume': { input: z.object({ run }), output: nothing },
  /** Lets loops go on to what comes after them. */
  'run.devamp': { input: z.object({ run }), output: nothing },
  'run.stop': { input: z.object({ run, seconds: fadeSeconds.default(0) }), output: nothing },
  'run.fade': { input: z.object({ run, to: decibels, seconds: fadeSeconds }), output: nothing },
  /** Everything fades in a second and stops; again within that second: at once. */
  'run.panic': { input: nothing, output: nothing },
  /** Goes on with the show that was cut off, at the same moment of the same cue. Throws `nothing-to-resume`. */
  'run.goOn': { input: nothing, output: nothing },
  /** Forgets it. */
  'run.dropResume': { input: nothing, output: nothing },

  /** The newest lines of the log, oldest first. */
  'run.log': {
    input: z.object({ most: z.number().int().min(1).max(10_000) }),
    output: z.object({ lines: z.array(z.custom<SessionLogLine>()) }),
  },
  /** Writes what sounded when, in frames and wall time; `to` null: beside the cuelist. */
  'run.exportAsRun': {
    input: z.object({ form: z.enum(['csv', 'json']), to: path.nullable() }),
    output: z.object({ path }),
  },
} as const;
