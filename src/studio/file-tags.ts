import type { FileTags, MediaInfo } from '../media/index.ts';
import { type Frames, type Segment, seconds, toSeconds, type Workout } from '../model/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import type { WantedVariant } from './plan-export.ts';

/** What is written into a file about itself: who, what, chapters from the segments, the music's cover. `music`: of each track. */
export const fileTags = (
  workout: Workout,
  { variant, content }: WantedVariant,
  length: Frames,
  music: readonly MediaInfo[],
): FileTags => {
  const artists = [...new Set(music.flatMap(({ artist }) => artist ?? []))].join(', ') || null;
  const coach = workout.coaches.find(({ id }) => id === variant.coach) ?? workout.coaches[0];
  return {
    title: `${workout.title} · ${variant.name}`,
    artist: (content === 'music' || content === 'ducked' ? artists : coach?.name) ?? artists ?? 'Cueforge',
    album: workout.title,
    comment: `Made with Cueforge ${ENGINE_VERSION}`,
    chapters: chapters(workout.segments, length),
    cover: content === 'coaching' ? null : (music.find(({ cover }) => cover)?.cover ?? null),
  };
};

/** A chapter per segment, inside the mix; segments that begin at or after its end have none. */
const chapters = (segments: readonly Segment[], length: Frames): FileTags['chapters'] => {
  const end = toSeconds(length);
  return segments
    .filter(({ start }) => start < end)
    .map((segment) => ({
      title: segment.title,
      start: segment.start,
      end: seconds(Math.min(end, segment.start + segment.duration)),
    }));
};
