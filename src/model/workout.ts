import type { Fade } from './mix-plan.ts';
import type { Decibels, Frames, Lufs, Seconds } from './units.ts';

/**
 * A workout as the rest of Cueforge knows it: parsed, checked, in the units of the model. The files it comes from are
 * parsed by `workout-file.ts`, `zwo.ts` and `cue-sheet.ts`; what is optional there has its default here.
 */
export interface Workout {
  /** Matches [A-Za-z0-9._-]{1,80}, never "." or "..": it names files. */
  readonly id: string;
  readonly title: string;
  /** What the file says the workout lasts; null where it says nothing. */
  readonly duration: Seconds | null;
  /** The music, in the order it sounds. Empty: none. */
  readonly tracks: readonly MusicTrack[];
  /** Path or address of a ready-made coaching track, as written; the voice where the file has no cues. */
  readonly coachingTrack: string | null;
  /** True where the file has a `cues` array, even an empty one. */
  readonly hasCues: boolean;
  readonly segments: readonly Segment[];
  readonly cues: readonly VoiceCue[];
  readonly coaches: readonly Coach[];
  /** The variants the file declares, or the one called `coached` where it declares none. */
  readonly variants: readonly Variant[];
  readonly markers: readonly Marker[];
  /** Words the coach says in a way of their own: written form -> spoken form. */
  readonly lexicon: Readonly<Record<string, string>>;
}

/** A piece of music. It begins where the one before it ends, or `crossfade` earlier. */
export interface MusicTrack {
  /** Unique in its workout; `music` where the file names its music in one line. */
  readonly id: string;
  /** Path or http(s) address, as written in the file. */
  readonly file: string;
  /** What is played of it: [trimStart, trimEnd) in frames of the file. `trimEnd` null: to its end. */
  readonly trimStart: Frames;
  readonly trimEnd: Frames | null;
  /** Gain over the staged bed level, decibels, -60..24. Default 0. */
  readonly gain: Decibels;
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
  /** How it and the track before it sound together. Length 0: a join without a gap. Of no meaning in the first. */
  readonly crossfade: Fade;
  /** The grid a person set; null: as measured. */
  readonly grid: BeatGrid | null;
}

/** Where beats lie in a file: beat n is at firstBeat + n · 60 / bpm. */
export interface BeatGrid {
  /** Beats per minute, > 0. */
  readonly bpm: number;
  /** A first beat of a bar, in seconds of the file; may be negative. */
  readonly firstBeat: Seconds;
  /** 1..16. Default 4. */
  readonly beatsPerBar: number;
}

/** A place to come back to. */
export interface Marker {
  readonly id: string;
  readonly at: Frames;
  readonly name: string;
}

/** A block of a workout: what chapters are made from. Sounds on [start, start + duration). */
export interface Segment {
  /** Unique in its workout; `segment-1`, `segment-2`, … in file order where the file gives none. */
  readonly id: string;
  readonly title: string;
  readonly start: Seconds;
  readonly duration: Seconds;
  /** As written: `low`, `medium`, `high`, `max`, or a word of the file's own. Null: unsaid. */
  readonly intensity: string | null;
  /** Beats per minute, > 0. Null: unsaid. */
  readonly bpm: number | null;
}

/** A spoken instruction at a time on a workout's timeline. */
export interface VoiceCue {
  /** Unique in its workout; `cue-1`, `cue-2`, … in file order where the file gives none. */
  readonly id: string;
  readonly at: Frames;
  readonly text: string;
  /** Gain over the staged voice level, decibels, -60..24. Default 0. */
  readonly gain: Decibels;
  /** How the music ducks for this cue; null: as its variant says. */
  readonly duck: DuckingSettings | null;
  /** How hard the coach pushes: a word of the file's own that variants select by. Null: every variant takes it. */
  readonly level: string | null;
  readonly tags: readonly string[];
  /** A recorded file for every coach, as written in the workout file. Null: spoken from `text`. */
  readonly audio: string | null;
  /** Recordings; `chosenTake` says which one is used. */
  readonly takes: readonly RecordedTake[];
  /** How fast the take is played, its pitch kept, 0.5..2. Default 1. */
  readonly speed: number;
  /** What it keeps its distance to in edits; null: to the start of the workout. */
  readonly anchor: Anchor | null;
}

/** A recording of a cue. */
export interface RecordedTake {
  /** Unique in its cue. */
  readonly id: string;
  readonly name: string;
  /** As written in the workout file. */
  readonly file: string;
  /** Whose voice it is; null: it serves every coach. */
  readonly coach: string | null;
  /** What is used of the file: [start, end) in frames of it. `end` null: to its end. */
  readonly start: Frames;
  readonly end: Frames | null;
  /** Gain over the staged voice level, decibels, -60..24. Default 0. */
  readonly gain: Decibels;
  readonly chosen: boolean;
}

/** A beat of a track, counted from its grid's first; or a distance to a segment's start, which may be negative. */
export type Anchor =
  | { readonly kind: 'beat'; readonly track: string; readonly beat: number }
  | { readonly kind: 'segment'; readonly segment: string; readonly offset: Seconds };

/** The recording a coach's variants use for a cue: the chosen one of that coach, else one of every coach; null: none. */
export const chosenTake = (cue: VoiceCue, coach: string | null): RecordedTake | null =>
  cue.takes.find((take) => take.chosen && take.coach === coach && coach !== null) ??
  cue.takes.find((take) => take.chosen && take.coach === null) ??
  null;

/** A voice: a speech provider with its settings. */
export interface Coach {
  readonly id: string;
  readonly name: string;
  /** Speech provider's name. Default `embedded`. */
  readonly provider: string;
  /** Voice of that provider; null: its default. */
  readonly voice: string | null;
  /** Speaking rate, 0.5..2. Default 1. */
  readonly rate: number;
}

/** A recipe for one export. */
export interface Variant {
  readonly id: string;
  readonly name: string;
  /** Id of a Coach; null: the workout's first, or the default voice. */
  readonly coach: string | null;
  readonly cues: CueSelection;
  readonly ducking: DuckingSettings;
  /** Voice over its staged level, decibels, -24..24. Default 0. */
  readonly voiceLevel: Decibels;
  /** Loudness target; null: the export's. */
  readonly target: Lufs | null;
  /** Formats for this variant; null: the export's. */
  readonly formats: readonly AudioFormat[] | null;
}

/** Which cues a variant takes: null in a field takes all; both given, a cue must pass both. Exceptions come last. */
export interface CueSelection {
  /** Takes cues with any of these tags. */
  readonly tags: readonly string[] | null;
  /** Takes cues with one of these levels, and cues without a level. */
  readonly levels: readonly string[] | null;
  /** Cues that are the other way round than the tags and levels say, by id. */
  readonly except: readonly string[];
}

/** `wav` has 24 bits, `wav16` has 16 and is dithered, `wav32` has floats, which hold what is over full scale. */
export type AudioFormat = 'mp3' | 'm4a' | 'opus' | 'flac' | 'wav' | 'wav16' | 'wav32';
export const AUDIO_FORMATS: readonly AudioFormat[] = ['mp3', 'm4a', 'opus', 'flac', 'wav', 'wav16', 'wav32'];

/** What kind of file a format is; also how its name ends. */
export type AudioContainer = 'mp3' | 'm4a' | 'opus' | 'flac' | 'wav';
export const AUDIO_CONTAINERS: readonly AudioContainer[] = ['mp3', 'm4a', 'opus', 'flac', 'wav'];
export const containerOf = (format: AudioFormat): AudioContainer =>
  format === 'wav16' || format === 'wav32' ? 'wav' : format;

/**
 * How music gives way to speech. Fully down `lead` before speech begins, held `hold` after it ends. All in frames.
 */
export interface DuckingSettings {
  /** How far music drops under speech. Decibels, -40..0; 0 disables ducking. Default -12. */
  readonly depth: Decibels;
  /** How long before speech the music is fully down. Default 100 ms. */
  readonly lead: Frames;
  /** Raised cosine in dB, 0 down to `depth`. Default 250 ms. */
  readonly attack: Frames;
  /** How long the music stays down after speech. Default 400 ms. */
  readonly hold: Frames;
  /** Gaps between speech shorter than this stay ducked. Default 1.2 s. */
  readonly mergeGap: Frames;
  /** Raised cosine in dB, `depth` up to 0. Default 900 ms. */
  readonly release: Frames;
}

export type DuckingPreset = 'punchy' | 'standard' | 'calm' | 'off';

const ms = (n: number): Frames => (n * 48) as Frames;
const db = (n: number): Decibels => n as Decibels;

export const DUCKING_PRESETS: Readonly<Record<DuckingPreset, DuckingSettings>> = {
  punchy: { depth: db(-12), lead: ms(60), attack: ms(120), hold: ms(200), mergeGap: ms(600), release: ms(400) },
  standard: { depth: db(-12), lead: ms(100), attack: ms(250), hold: ms(400), mergeGap: ms(1200), release: ms(900) },
  calm: { depth: db(-9), lead: ms(200), attack: ms(600), hold: ms(800), mergeGap: ms(3000), release: ms(1800) },
  off: { depth: db(0), lead: ms(0), attack: ms(0), hold: ms(0), mergeGap: ms(0), release: ms(0) },
};
