import type { Fade } from './mix-plan.ts';
import { ENGINE_RATE, type Frames, frames, seconds } from './units.ts';
import type { BeatGrid, MusicTrack } from './workout.ts';

/** Where a track sounds: on [at, at + length) of the workout, reading its file from frame `from`. */
export interface TrackSpan {
  readonly track: MusicTrack;
  readonly at: Frames;
  readonly from: Frames;
  readonly length: Frames;
  /** Its own fades, or the crossfade where that is longer. Together never longer than the span. */
  readonly fadeIn: Fade;
  readonly fadeOut: Fade;
}

/**
 * Tracks in sequence: each begins where the one before it ends, or its crossfade earlier. `lengths`: frames of each
 * track's file by track id; a track of unknown length takes no room. A trim beyond the file is cut to it, a crossfade
 * to half of either track.
 */
export const layOutTracks = (tracks: readonly MusicTrack[], lengths: ReadonlyMap<string, Frames>): TrackSpan[] => {
  const played = tracks.flatMap((track) => {
    const whole = lengths.get(track.id) ?? 0;
    const from = Math.min(track.trimStart, whole);
    const length = Math.max(0, Math.min(track.trimEnd ?? whole, whole) - from);
    return length > 0 ? [{ track, from, length }] : [];
  });
  const joins = played.map(({ track, length }, i) => {
    const before = played[i - 1];
    if (before === undefined) return 0;
    return Math.min(track.crossfade.length, Math.floor(Math.min(length, before.length) / 2));
  });
  let end = 0;
  return played.map(({ track, from, length }, i) => {
    const at = end - joins[i];
    end = at + length;
    const fadeIn = longer(track.fadeIn, { ...track.crossfade, length: frames(joins[i]) });
    const next = played[i + 1]?.track;
    const fadeOut = next ? longer(track.fadeOut, { ...next.crossfade, length: frames(joins[i + 1]) }) : track.fadeOut;
    const room = length - Math.min(length, fadeIn.length);
    return {
      track,
      at: frames(at),
      from: frames(from),
      length: frames(length),
      fadeIn: { ...fadeIn, length: frames(Math.min(length, fadeIn.length)) },
      fadeOut: { ...fadeOut, length: frames(Math.min(room, fadeOut.length)) },
    };
  });
};

const longer = (own: Fade, join: Fade): Fade => (join.length > 0 && join.length >= own.length ? join : own);

/** Length of the music: where its last track ends. */
export const layoutLength = (spans: readonly TrackSpan[]): Frames => {
  const last = spans.at(-1);
  return frames(last === undefined ? 0 : last.at + last.length);
};

/** The frame of the workout at which a beat of a track sounds; may lie outside what is played of it. Beats may be fractions. */
export const frameOfBeat = (span: Pick<TrackSpan, 'at' | 'from'>, grid: BeatGrid, beat: number): number =>
  Math.round(span.at - span.from + (grid.firstBeat + (beat * 60) / grid.bpm) * ENGINE_RATE);

/** The beat of a track at a frame of the workout, counted from its grid's first; a fraction between beats. */
export const beatOfFrame = (span: Pick<TrackSpan, 'at' | 'from'>, grid: BeatGrid, frame: number): number =>
  (((frame - span.at + span.from) / ENGINE_RATE - grid.firstBeat) * grid.bpm) / 60;

/** A grid moved by whole beats so that its first beat of a bar is the first one at or after the file's start. */
export const fromFileStart = (grid: BeatGrid): BeatGrid => {
  const bar = (grid.beatsPerBar * 60) / grid.bpm;
  const first = grid.firstBeat - Math.floor(grid.firstBeat / bar) * bar;
  return { ...grid, firstBeat: seconds(first) };
};

/** What is known of music files, by file as the workout writes it: length, and the grid that was measured (null: none was found). */
export type MusicFacts = ReadonlyMap<string, { readonly length: Frames; readonly grid: BeatGrid | null }>;

/** A track's beat grid: what a person set, else what was measured; null: neither. */
export const gridOf = (track: Pick<MusicTrack, 'file' | 'grid'>, facts: MusicFacts): BeatGrid | null =>
  track.grid ?? facts.get(track.file)?.grid ?? null;

/** Lengths of tracks by id, as `layOutTracks` takes them. */
export const trackLengths = (tracks: readonly MusicTrack[], facts: MusicFacts): ReadonlyMap<string, Frames> =>
  new Map(tracks.map(({ id, file }) => [id, facts.get(file)?.length ?? frames(0)]));
