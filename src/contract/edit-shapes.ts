import { z } from 'zod';
import type { Failure, Frames } from '../model/index.ts';
import { type WorkoutDocument, workoutEdit } from '../model/index.ts';
import { assetId } from './asset-shapes.ts';

const path = z.string().min(1).max(4096);

/** What can be undone and redone next in one workout, as said in menus; null: nothing. */
const history = z.object({ undo: z.string().nullable(), redo: z.string().nullable() });

/**
 * Where an editor is. `revision` grows by one with every change, undo and redo included, and never goes back: whoever
 * holds revision n and hears of n + 1 applies its patches; whoever missed one asks for the document anew.
 */
const place = z.object({
  path,
  revision: z.number().int(),
  history,
  /** When the file was last written, milliseconds since 1970; null: it is being written. */
  savedAt: z.number().nullable(),
  /** Why it could not be written: a sentence. Nothing is lost, the library holds every edit. */
  saveTrouble: z.string().nullable(),
});
export type EditPlace = z.infer<typeof place>;

/** A JSON patch of mutative: what `apply` of that package takes. */
const patches = z.array(
  z.object({
    op: z.enum(['add', 'remove', 'replace']),
    path: z.array(z.union([z.string(), z.number()])),
    value: z.unknown().optional(),
  }),
);
export type DocumentPatches = z.infer<typeof patches>;

/** `edit.changed`: a workout's document is another now. */
export interface EditChange extends EditPlace {
  readonly patches: DocumentPatches;
  /** What was done: "Move 3 cues", "Undo: Move 3 cues". */
  readonly label: string;
  /** Ids of cues and other things that were touched, so that an editor can show and select them. */
  readonly touched: readonly string[];
}

const frames = z.number().int() as unknown as z.ZodType<Frames>;
const decibels = z.number();
const failure = z.custom<Failure>();

/** A track of the workout as it was found and measured. */
const trackMaterial = z.object({
  /** Id of the track. */
  id: z.string(),
  /** The file on this machine; null: it is not here. */
  file: z.string().nullable(),
  /** The library's sound, for its waveform (`media-paths`); null: not known yet. */
  asset: assetId.nullable(),
  state: z.enum(['waiting', 'ready', 'failed']),
  /** Why it failed. */
  trouble: failure.nullable(),
  /** Length of the whole file. 0 until it is ready. */
  frames,
  /** Key of its samples and gain to the bed level, as a MixPlan has them; null until it is ready. */
  source: z.string().nullable(),
  gain: decibels,
  /** The grid that was measured; null: no tempo was found. */
  grid: z.object({ bpm: z.number(), firstBeat: z.number(), beatsPerBar: z.number().int() }).nullable(),
});
export type TrackMaterial = z.infer<typeof trackMaterial>;

/** What a coach says for a cue, as it is now. */
const takeMaterial = z.object({
  cue: z.string(),
  /** Null: the workout names no coach. */
  coach: z.string().nullable(),
  /** The recorded take that is used; null: the cue's `audio`, or its text spoken. */
  take: z.string().nullable(),
  state: z.enum(['waiting', 'ready', 'failed']),
  trouble: failure.nullable(),
  /** Key of its samples: `takePath` serves its waveform. Null until it is ready. */
  source: z.string().nullable(),
  frames,
  gain: decibels,
  /** Where speech is, in frames of the take: sorted, disjoint. */
  speech: z.array(z.object({ start: frames, end: frames })),
  /** What the coach could say instead, to listen to before it is chosen; `take` null: the text spoken. As far as it is known. */
  spare: z
    .array(
      z.object({
        take: z.string().nullable(),
        state: z.enum(['waiting', 'ready', 'failed']),
        trouble: failure.nullable(),
        source: z.string().nullable(),
        frames,
      }),
    )
    .optional(),
});
export type TakeMaterial = z.infer<typeof takeMaterial>;

/** What a workout's document sounds with: enough to plan its mix (`plan/planVariant`) and to draw it. */
export const material = z.object({
  path,
  tracks: z.array(trackMaterial),
  /** One for each cue and each coach that some variant speaks it with. */
  takes: z.array(takeMaterial),
});
export type Material = z.infer<typeof material>;
/** `edit.material`: what has changed of it. `tracks`: all of them, null: as they were; `takes`: only those that changed. */
export interface MaterialChange {
  readonly path: string;
  readonly tracks: readonly TrackMaterial[] | null;
  readonly takes: readonly TakeMaterial[];
}

/** How well a cue is heard in a variant. */
const cueCheck = z.object({
  cue: z.string(),
  /** Speech on the workout, in frames. */
  start: frames,
  end: frames,
  /** Seconds until the next cue of the variant begins to speak, or the end of the workout. */
  gapSeconds: z.number(),
  /** How far the voice is over the ducked music while it speaks. LU; null: no music there, or not known yet. */
  overMusicLu: z.number().nullable(),
});
export type CueCheck = z.infer<typeof cueCheck>;

/** Something to look at before an export, with its place. */
const finding = z.object({
  kind: z.enum([
    ...(['file-missing', 'take-failed', 'overlap', 'past-end', 'clipping', 'too-long', 'hard-to-hear'] as const),
    ...(['loudness-outlier', 'no-music', 'document'] as const),
  ]),
  severity: z.enum(['error', 'warning']),
  /** A sentence. */
  message: z.string(),
  cues: z.array(z.string()),
  track: z.string().nullable(),
  /** Where it is, in frames of the workout; null: nowhere in particular. */
  at: frames.nullable(),
  /** Edits that mend it, with what they do in words ("Duck 3 dB deeper"). The first is the one to offer. */
  fixes: z.array(z.object({ label: z.string(), edits: z.array(workoutEdit) })),
});
export type Finding = z.infer<typeof finding>;

const variant = z.string().min(1).max(80);
const somewhere = z.object({ path });
const started = z.object({ job: z.string() });

/** Commands of the editor; each names the workout by the path of its file. */
export const editCommands = {
  /**
   * Opens a workout for editing and gives all of it. A `.zwo` or `.csv` is turned into a workout file beside it, and
   * `path` is that one's from then on. Throws `workout-missing`, `workout-invalid`.
   */
  'edit.open': {
    input: somewhere,
    output: place.extend({
      document: z.custom<WorkoutDocument>(),
      /** Set where the file was changed by another program: a sentence; that change can be undone. */
      notice: z.string().nullable(),
    }),
  },
  /** A new workout file in the workouts' folder, with this music (files or library ids) in sequence. */
  'edit.create': {
    input: z.object({ title: z.string().max(500), music: z.array(z.string().min(1).max(4096)).max(200) }),
    output: z.object({ path }),
  },
  /**
   * Does edits as one entry of the history. `merge`: an edit with the same words here directly after the one before
   * becomes part of it (a drag, a slider). Throws `bad-argument` where an edit makes no sense: then none is done.
   */
  'edit.apply': {
    input: z.object({
      path,
      edits: z.array(workoutEdit).min(1).max(1000),
      merge: z.string().max(200).nullable().default(null),
      /** As the history says it; null: as the first edit is called. */
      label: z.string().max(200).nullable().default(null),
    }),
    output: place.extend({ touched: z.array(z.string()) }),
  },
  /** Throws `nothing-to-undo`. */
  'edit.undo': { input: somewhere, output: place },
  'edit.redo': { input: somewhere, output: place },
  /** Everything that was done and can be undone, newest last, and how many of them are undone now. */
  'edit.history': {
    input: somewhere,
    output: z.object({ labels: z.array(z.string()), undone: z.number().int() }),
  },
  /** What is known of the sounds of a workout now; what is missing is begun and told by `edit.material`. */
  'edit.material': { input: somewhere, output: material },
  /** How a variant's cues are heard, and everything that is wrong with it. */
  'edit.check': {
    input: z.object({ path, variant }),
    output: z.object({ revision: z.number().int(), cues: z.array(cueCheck), findings: z.array(finding) }),
  },
  /** Segments that the music suggests, in the form of the workout file; nothing is changed. */
  'edit.suggestSegments': { input: somewhere, output: z.object({ segments: z.array(z.custom<SuggestedSegment>()) }) },
  /**
   * Takes a recording in as a take of a cue: copies the file into the workout's `takes` folder, trims and levels it,
   * and chooses it. `coach` null: for every coach.
   */
  'edit.addTake': {
    input: z.object({
      path,
      cue: z.string(),
      coach: z.string().nullable(),
      file: path,
      name: z.string().max(200),
      /** As for `edit.apply`: a cue that was made for the recording is one entry with it. */
      merge: z.string().max(200).nullable().default(null),
    }),
    output: place.extend({ take: z.string() }),
  },
  /** A variant speaks with another coach; with `keepTiming` each line is made as long as it was. */
  'edit.recast': {
    input: z.object({ path, variant, coach: z.string(), keepTiming: z.boolean() }),
    output: started,
  },
  /** Writes the cues in another form; `to` null: beside the workout file. */
  'edit.exportAs': {
    input: z.object({
      path,
      form: z.enum(['vtt', 'csv', 'zwo', 'json']),
      variant: variant.nullable(),
      to: path.nullable(),
    }),
    output: z.object({ path, notes: z.array(z.string()) }),
  },
} as const;

export interface SuggestedSegment {
  readonly title: string;
  readonly start_time: number;
  readonly duration_seconds: number;
  readonly intensity: string;
  readonly bpm: number | null;
}
