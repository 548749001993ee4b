import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { LibraryExports, Place } from '../library/index.ts';
import { contentId } from '../media/index.ts';
import { type Coach, chosenTake, type VoiceCue, type Workout } from '../model/index.ts';
import { selectCues } from '../plan/index.ts';
import type { Encoding } from '../render/index.ts';
import { toSpokenText } from '../speech/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { ExportRequest } from './export-types.ts';
import { findMedia } from './find-media.ts';
import { DEFAULT_CEILING, encodingsOf, exportableVariants, targetOf, type WantedVariant } from './plan-export.ts';

/** Changes when a part changes its meaning: what was made before is then not known to be fresh. */
export const PARTS_VERSION = 2;

/** A track as a file has it. `content`: names its bytes, or says that there are none. */
export interface TrackPart {
  readonly id: string;
  readonly content: string;
  /** What is played of it, and how. */
  readonly sound: string;
}

export interface CuePart {
  /** Where it stands in the workout's script, from 1. */
  readonly number: number;
  /** Frames. */
  readonly at: number;
  /** Names what is heard: the words and who says them, or the bytes of a recording. */
  readonly said: string;
  /** Its words as they are written, which captions have. */
  readonly text: string;
  /** Whether somebody recorded it. */
  readonly recorded: boolean;
  readonly gain: number;
  readonly speed: number;
  readonly duck: string;
}

/** Everything a file is made from, in parts that are named to a person. JSON values. */
export interface ExportParts {
  readonly version: number;
  readonly engine: string;
  readonly music: readonly TrackPart[];
  /** By id. */
  readonly cues: Readonly<Record<string, CuePart>>;
  /** Who speaks; null: a voice without a name. */
  readonly coach: string | null;
  readonly coachingTrack: string | null;
  readonly ducking: string;
  /** Decibels. */
  readonly voiceLevel: number;
  /** Frames that the workout says it lasts; null: it does not. */
  readonly length: number | null;
  /** LUFS. */
  readonly target: number;
  /** dBTP. */
  readonly ceiling: number;
  readonly encoding: string;
  /** Encodings of the workout's other files: they have a say in its one gain. */
  readonly beside: string;
  readonly title: string;
  readonly name: string;
  readonly segments: string;
}

/** What tells a file's bytes without reading them twice. */
export interface FileContents {
  /** Names the bytes of a file; null: it is not there, or cannot be read. */
  contentOf(path: string): Promise<string | null>;
}

/** No content: a file that is not there. */
export const GONE = 'gone';

/** A file that looks as it did when it was last read is not read again: the library knows sounds, and what was exported. */
export const createFileContents = (
  exports: Pick<LibraryExports, 'content' | 'keepContent'>,
  placeAt: (path: string) => Place | null,
): FileContents => ({
  async contentOf(path) {
    try {
      const { size, mtimeMs } = await stat(path);
      const place = placeAt(path);
      if (place && place.bytes === size && Math.round(mtimeMs) === Math.round(place.modifiedAt)) return place.id;
      const signature = `${size} ${mtimeMs}`;
      const kept = exports.content(path);
      if (kept?.signature === signature) return kept.content;
      const content = await contentId(path);
      exports.keepContent({ path, signature, content });
      return content;
    } catch {
      return null;
    }
  },
});

/** Encodings as they are told: `mp3 320 kb/s`. */
export const encodingText = ({ format, bitrate, voice }: Encoding): string =>
  voice ? `${format} of a voice` : bitrate === null ? format : `${format} ${bitrate} kb/s`;

/** Who speaks in a variant; null: nobody, or a voice without a name. */
export const coachOf = (workout: Workout, { variant, content }: WantedVariant): Coach | null =>
  content === 'music' ? null : (workout.coaches.find(({ id }) => id === variant.coach) ?? workout.coaches[0] ?? null);

/**
 * What a file of a workout is made from, as it is now: nothing is decoded or spoken. `workout`: with the ducking that the
 * request asks for.
 */
export const partsOf = async (
  workout: Workout,
  wanted: WantedVariant,
  encoding: Encoding,
  request: ExportRequest,
  contents: FileContents,
): Promise<ExportParts> => {
  const { variant, content, stemOf } = wanted;
  const coach = coachOf(workout, wanted);
  const contentOf = async (written: string): Promise<string> => {
    const file = await findMedia(request.workout, written);
    return (file === null ? null : await contents.contentOf(file)) ?? GONE;
  };
  const music = await Promise.all(
    workout.tracks.map(async ({ id, file, grid: _, ...sound }) => {
      return { id, content: await contentOf(file), sound: JSON.stringify(sound) };
    }),
  );
  const numbers = new Map(workout.cues.map(({ id }, index) => [id, index + 1]));
  const spoken = content === 'music' ? [] : selectCues(workout, variant);
  const cues = await Promise.all(
    spoken.map(async (cue): Promise<[string, CuePart]> => {
      const { said, recorded } = await saidIn(workout, cue, coach, contentOf);
      const { id, at, text, gain, speed, duck } = cue;
      const number = numbers.get(id) ?? 0;
      return [id, { number, at, said, text, recorded, gain, speed, duck: JSON.stringify(duck) }];
    }),
  );
  const track = content === 'music' || workout.hasCues ? null : workout.coachingTrack;
  const others = exportableVariants(workout)
    .filter((each) => each.content !== 'coaching')
    .flatMap((each) => encodingsOf(each, request).map(encodingText));
  return {
    ...{ version: PARTS_VERSION, engine: ENGINE_VERSION, music },
    cues: Object.fromEntries(cues),
    coach: coach?.name ?? null,
    coachingTrack: track === null ? null : await contentOf(track),
    ducking: content === 'mix' || stemOf ? JSON.stringify(variant.ducking) : '',
    voiceLevel: content === 'music' ? 0 : variant.voiceLevel,
    length: workout.duration,
    target: targetOf(variant, request),
    ceiling: request.ceiling ?? DEFAULT_CEILING,
    encoding: encodingText(encoding),
    beside: [...new Set(others)].sort().join(', '),
    title: workout.title,
    name: variant.name,
    segments: JSON.stringify(workout.segments),
  };
};

const saidIn = async (
  { lexicon }: Workout,
  cue: VoiceCue,
  coach: Coach | null,
  contentOf: (written: string) => Promise<string>,
): Promise<{ said: string; recorded: boolean }> => {
  const recording = chosenTake(cue, coach?.id ?? null);
  const written = recording?.file ?? cue.audio;
  if (written !== null) {
    const used = recording && { start: recording.start, end: recording.end, gain: recording.gain };
    return { said: named([await contentOf(written), used]), recorded: true };
  }
  const { provider, voice, rate } = coach ?? { provider: null, voice: null, rate: 1 };
  return { said: named([toSpokenText(cue.text, lexicon), provider, voice, rate]), recorded: false };
};

const named = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
