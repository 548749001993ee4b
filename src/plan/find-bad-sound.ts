import { chosenTake, type Failure, frames, type TrackSpan, type VoiceCue, type WorkoutEdit } from '../model/index.ts';
import type { Acoustics, SoundLevels } from './audibility.ts';
import type { StagedSource } from './bed-plan.ts';
import { clockOf, type Finding, type Fix, figure, quoteCue } from './finding.ts';
import type { SpokenCue } from './spoken-cue.ts';

/** Further than this from the others, a take or a track stands out. LU. */
export const OUTLIER = 4;
/** Sample peaks that count as full scale; a sound that was only normalised touches it once. */
const FULL_SCALE = 0.999;
const TOUCHED = 3;

/** Tracks that cannot be heard. */
export const findLostTracks = (
  tracks: readonly { readonly id: string }[],
  troubles: ReadonlyMap<string, Failure>,
): Finding[] =>
  tracks.flatMap(({ id }): Finding[] => {
    const trouble = troubles.get(id);
    if (!trouble) return [];
    const fixes: Fix[] =
      tracks.length > 1 ? [{ label: 'Leave the track out', edits: [{ op: 'tracks.remove', ids: [id] }] }] : [];
    const message = `Track ${id}: ${sentence(trouble.message)}`;
    return [{ kind: 'file-missing', severity: 'error', message, cues: [], track: id, at: null, fixes }];
  });

/** Cues that could not be had: no recording where one is named, or no speech. */
export const findLostTakes = (
  cues: readonly VoiceCue[],
  coach: string | null,
  troubles: ReadonlyMap<string, Failure>,
): Finding[] =>
  cues.flatMap((cue): Finding[] => {
    const trouble = troubles.get(cue.id);
    if (!trouble) return [];
    return [
      {
        kind: trouble.code === 'take-missing' ? 'file-missing' : 'take-failed',
        severity: 'error',
        message: `${quoteCue(cue)} at ${clockOf(cue.at)} has no sound. ${sentence(trouble.message)}`,
        cues: [cue.id],
        track: null,
        at: cue.at,
        fixes: speakInstead(cue, coach),
      },
    ];
  });

/** Lets the text be spoken instead of a recording; nothing where there is no text, or it is spoken already. */
const speakInstead = (cue: VoiceCue, coach: string | null): Fix[] => {
  const recording = chosenTake(cue, coach);
  if (cue.text.trim() === '' || (recording === null && cue.audio === null)) return [];
  const edits: WorkoutEdit[] = [];
  if (recording) edits.push({ op: 'takes.choose', cue: cue.id, take: null, coach: recording.coach });
  if (cue.audio !== null) edits.push({ op: 'cues.change', ids: [cue.id], change: { audio: null, file: null } });
  return [{ label: 'Speak the text instead', edits }];
};

/** Takes that were recorded too loud, or say nothing. */
export const findBadTakes = (spoken: readonly SpokenCue[], coach: string | null): Finding[] =>
  spoken.flatMap(({ cue, take, levels }): Finding[] => {
    const place = { cues: [cue.id], track: null, at: cue.at, fixes: speakInstead(cue, coach) };
    const what = `The take of ${quoteCue(cue)} at ${clockOf(cue.at)}`;
    const findings: Finding[] = [];
    if (levels && levels.peaks.filter((peak) => peak >= FULL_SCALE).length >= TOUCHED) {
      const message = `${what} is clipped: its loudest moments were cut off when it was recorded.`;
      findings.push({ ...place, kind: 'clipping', severity: 'warning', message });
    }
    if (take.speech.length === 0) {
      findings.push({ ...place, kind: 'take-failed', severity: 'warning', message: `${what} is silent.` });
    }
    return findings;
  });

/** What sounds like others of its kind must not be louder or quieter than they are. LUFS after staging, gains included. */
interface Loudness<Thing> {
  readonly thing: Thing;
  readonly lufs: number;
}

/** Loudness of each take. */
export const takeLoudnesses = (
  spoken: readonly SpokenCue[],
  { loudness }: Pick<Acoustics, 'loudness'>,
): Loudness<SpokenCue>[] =>
  spoken.flatMap((thing) => {
    const lufs = thing.levels ? loudness(thing.levels.energies) + thing.take.gain + thing.cue.gain : -Infinity;
    return Number.isFinite(lufs) ? [{ thing, lufs }] : [];
  });

/** Loudness of what is played of each track. */
export const trackLoudnesses = (
  spans: readonly TrackSpan[],
  tracks: ReadonlyMap<string, StagedSource>,
  levels: ReadonlyMap<string, SoundLevels>,
  { loudness }: Pick<Acoustics, 'loudness'>,
): Loudness<TrackSpan>[] =>
  spans.flatMap((thing) => {
    const { track, from, length } = thing;
    const staged = tracks.get(track.id);
    const energies = staged && levels.get(staged.source)?.energies;
    if (!energies) return [];
    const played = energies.subarray(Math.floor(from / 4800), Math.ceil((from + length) / 4800));
    const lufs = loudness(played) + staged.gain + track.gain;
    return Number.isFinite(lufs) ? [{ thing, lufs }] : [];
  });

/**
 * What is usual among several: their median. Of two, the one that is nearer to `staged`, which both were brought to;
 * one alone is its own measure.
 */
export const usualLoudness = (all: readonly { readonly lufs: number }[], staged: number): number | null => {
  const sorted = all.map(({ lufs }) => lufs).sort((a, b) => a - b);
  if (sorted.length === 0) return null;
  if (sorted.length === 2) return sorted.reduce((a, b) => (Math.abs(b - staged) < Math.abs(a - staged) ? b : a));
  return sorted[Math.floor((sorted.length - 1) / 2)];
};

/** Takes that are much louder or quieter than the others. */
export const findOddTakes = (takes: readonly Loudness<SpokenCue>[], usual: number | null): Finding[] =>
  odd(takes, usual, ({ thing: { cue } }, by) => ({
    message: `${quoteCue(cue)} at ${clockOf(cue.at)} is ${louderBy(by)} than the other takes.`,
    cues: [cue.id],
    track: null,
    at: cue.at,
    fixes: levelled(cue.gain - by, (gain_db) => ({ op: 'cues.change', ids: [cue.id], change: { gain_db } })),
  }));

/** The same of tracks. */
export const findOddTracks = (tracks: readonly Loudness<TrackSpan>[], usual: number | null): Finding[] =>
  odd(tracks, usual, ({ thing: { track, at } }, by) => ({
    message: `Track ${track.id} is ${louderBy(by)} than the others.`,
    cues: [],
    track: track.id,
    at: frames(at),
    fixes: levelled(track.gain - by, (gain_db) => ({ op: 'tracks.change', id: track.id, change: { gain_db } })),
  }));

const odd = <Thing>(
  all: readonly Loudness<Thing>[],
  usual: number | null,
  find: (one: Loudness<Thing>, by: number) => Omit<Finding, 'kind' | 'severity'>,
): Finding[] =>
  all
    .filter(({ lufs }) => usual !== null && Math.abs(lufs - usual) > OUTLIER)
    .map((one): Finding => ({ kind: 'loudness-outlier', severity: 'warning', ...find(one, one.lufs - usual!) }));

const louderBy = (by: number): string => `${figure(Math.abs(by))} LU ${by > 0 ? 'louder' : 'quieter'}`;

/** A gain inside what workout files take: -60..24 dB. */
const levelled = (gain: number, edit: (gain_db: number) => WorkoutEdit): Fix[] => {
  const gain_db = Math.round(gain * 10) / 10;
  if (gain_db < -60 || gain_db > 24) return [];
  return [{ label: 'Bring it to the level of the others', edits: [edit(gain_db)] }];
};

const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
