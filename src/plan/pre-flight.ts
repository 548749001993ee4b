import {
  checkAgainstMusic,
  decibels,
  type Failure,
  type Frames,
  frames,
  layoutLength,
  type Problem,
  toFrames,
  toSeconds,
  type Variant,
  type Workout,
} from '../model/index.ts';
import { type Acoustics, type BedLevels, bedLevels, type SoundLevels, voiceOverMusic } from './audibility.ts';
import { layOutSources, type StagedSource } from './bed-plan.ts';
import {
  findBadTakes,
  findLostTakes,
  findLostTracks,
  findOddTakes,
  findOddTracks,
  OUTLIER,
  takeLoudnesses,
  trackLoudnesses,
  usualLoudness,
} from './find-bad-sound.ts';
import { findCollisions, findPastEnd } from './find-collisions.ts';
import { findQuietCues } from './find-quiet-cues.ts';
import type { Finding } from './finding.ts';
import { BED_LUFS, VOICE_LUFS } from './levels.ts';
import { type SpokenCue, speakCue } from './spoken-cue.ts';
import { planVariant, selectCues, type Take, type VariantContent } from './variant-plan.ts';

/** A variant and all that is known of its sounds. What is neither ready nor in trouble is not judged yet. */
export interface PreFlightInput {
  readonly workout: Workout;
  readonly variant: Variant;
  readonly content: VariantContent;
  /** Ready music by track id. */
  readonly tracks: ReadonlyMap<string, StagedSource>;
  /** Why tracks cannot be heard, by track id. */
  readonly trackTroubles: ReadonlyMap<string, Failure>;
  /** Ready takes of the variant's coach by cue id. */
  readonly takes: ReadonlyMap<string, Take>;
  readonly takeTroubles: ReadonlyMap<string, Failure>;
  /** What was measured of the sounds, by key. */
  readonly levels: ReadonlyMap<string, SoundLevels>;
  /** What reading the workout's document found. */
  readonly problems: readonly Problem[];
  readonly acoustics: Acoustics;
}

/** How a cue of the variant is heard. */
export interface CheckedCue {
  readonly cue: string;
  /** Speech on the workout. */
  readonly start: Frames;
  readonly end: Frames;
  /** From the cue to the one that speaks after it, or to the end of the workout. */
  readonly gapSeconds: number;
  /** LU; null: no music there, or not known yet. */
  readonly overMusicLu: number | null;
}

export interface PreFlight {
  /** Of every cue whose take is ready, in the order in which they speak. */
  readonly cues: CheckedCue[];
  readonly findings: Finding[];
}

/** Everything that is wrong with a variant, and how its cues are heard. Applying any fix makes its finding go. */
export const preFlight = (input: PreFlightInput): PreFlight => {
  const { workout, variant, content, levels, acoustics } = input;
  const coach = (workout.coaches.find(({ id }) => id === variant.coach) ?? workout.coaches[0])?.id ?? null;
  const wanted = content === 'music' ? [] : selectCues(workout, variant);
  const everyone = workout.cues.flatMap((cue): SpokenCue[] => {
    const take = input.takes.get(cue.id);
    return take ? [speakCue(cue, take, variant, levels)] : [];
  });
  const taken = new Set(wanted);
  const spoken = everyone.filter(({ cue }) => taken.has(cue)).sort((a, b) => a.start - b.start);

  const spans = layOutSources(workout, input.tracks);
  const laidOut = workout.tracks.length > 0 && workout.tracks.every(({ id }) => input.tracks.has(id));
  const music = laidOut ? layoutLength(spans) : null;
  const unknown = workout.tracks.length > 0 && !laidOut;
  const length = music ?? (unknown || workout.duration === null ? null : toFrames(workout.duration));
  const heard = content === 'mix' && music !== null ? overMusic(input, spoken, music) : null;

  const loudnesses = takeLoudnesses(spoken, acoustics);
  const usual = usualLoudness(loudnesses, VOICE_LUFS);
  const headroom = new Map(loudnesses.map(({ thing, lufs }) => [thing, (usual ?? lufs) + OUTLIER - lufs]));
  const tracks = trackLoudnesses(spans, input.tracks, levels, acoustics);
  const inMusic = content !== 'coaching';

  const findings: Finding[] = [
    ...(inMusic && workout.tracks.length === 0 ? [noMusic()] : []),
    ...(inMusic ? findLostTracks(workout.tracks, input.trackTroubles) : []),
    ...findLostTakes(wanted, coach, input.takeTroubles),
    ...(length === null ? [] : findPastEnd(spoken, length)),
    ...findCollisions(spoken, coach, length),
    ...findBadTakes(spoken, coach),
    ...findOddTakes(loudnesses, usual),
    ...(inMusic ? findOddTracks(tracks, usualLoudness(tracks, BED_LUFS)) : []),
    ...(heard === null || music === null
      ? []
      : findQuietCues(
          spoken.flatMap((cue) => {
            const lu = heard.over.get(cue) ?? null;
            return lu === null ? [] : [{ spoken: cue, heard: lu, headroom: headroom.get(cue) ?? 0 }];
          }),
          heard.bed,
          everyone,
          music,
        )),
    ...documentFindings(input.problems, workout, music),
  ];

  const end = length ?? spoken.reduce((latest, cue) => Math.max(latest, cue.end), 0);
  return {
    findings,
    cues: spoken.map((cue, i): CheckedCue => {
      const until = spoken[i + 1]?.start ?? Math.max(end, cue.start);
      return {
        cue: cue.cue.id,
        start: frames(cue.start),
        end: frames(cue.end),
        gapSeconds: toSeconds(frames(until - cue.start)),
        overMusicLu: heard?.over.get(cue) ?? null,
      };
    }),
  };
};

/** The music under the variant, and how far each cue is over it; null where it was not measured. */
const overMusic = (
  { workout, variant, content, tracks, takes, levels, acoustics }: PreFlightInput,
  spoken: readonly SpokenCue[],
  length: Frames,
): { bed: BedLevels; over: ReadonlyMap<SpokenCue, number | null> } | null => {
  const ready = { ...workout, cues: spoken.map(({ cue }) => cue) };
  const sources = { tracks, takes, coachingTrack: null, length, gain: decibels(0), limiter: { ceiling: decibels(0) } };
  const planned = planVariant(ready, variant, content, sources);
  if (planned.refused) return null;
  const { beds, ducking } = planned.plan;
  const bed = bedLevels(beds, length, levels, acoustics);
  if (bed === null) return null;
  const over = spoken.map((cue): [SpokenCue, number | null] => {
    const { take, offset, gain, levels } = cue;
    return [cue, levels && voiceOverMusic({ speech: take.speech, offset, gain, levels }, bed, ducking, acoustics)];
  });
  return { bed, over: new Map(over) };
};

const noMusic = (): Finding => ({
  ...{ kind: 'no-music', severity: 'error', cues: [], track: null, at: null, fixes: [] },
  message: 'The workout has no music: only the coaching can be exported.',
});

/** What the document says that it should not. Cues that lie on each other are found by their sound. */
const documentFindings = (problems: readonly Problem[], workout: Workout, music: Frames | null): Finding[] =>
  [...problems, ...(music === null ? [] : checkAgainstMusic(workout, music))]
    .filter(({ path }) => !/^cues\[\d+\]\.time_ms$/.test(path))
    .map(({ severity, path, message }): Finding => {
      const where = path === '' ? '' : `${path}: `;
      return { kind: 'document', severity, message: `${where}${message}.`, cues: [], track: null, at: null, fixes: [] };
    });
