import { type CaptionCue, seconds, toSeconds, toWebVtt, type Workout } from '../model/index.ts';
import { selectCues, type Take } from '../plan/index.ts';

/** How fast a text is said where its take is not known. Characters per second, and the shortest line in seconds. */
const READING = 14;
const SHORTEST = 0.8;

/**
 * What is said as WebVTT: of a variant as its coach says it, or (null) of every cue as the first variant's coach says it.
 * `takesOf`: the takes that are known of a coach; a cue without one is shown for as long as reading it takes.
 */
export const captionsOf = (
  workout: Workout,
  variantId: string | null,
  takesOf: (coach: string | null) => ReadonlyMap<string, Take>,
): { text: string; notes: string[] } => {
  const variant = workout.variants.find(({ id }) => id === variantId) ?? workout.variants[0];
  const coach = workout.coaches.find(({ id }) => id === variant?.coach) ?? workout.coaches[0] ?? null;
  const takes = takesOf(coach?.id ?? null);
  const cues = (variantId === null ? workout.cues : selectCues(workout, variant))
    .filter(({ text }) => text.trim() !== '')
    .sort((a, b) => a.at - b.at);
  let estimated = 0;
  const captions = cues.map(({ id, at, text }, i): CaptionCue => {
    const start = toSeconds(at);
    const speech = takes.get(id)?.speech;
    const last = speech?.at(-1);
    // Speech begins at the cue's time, whatever silence its take begins with.
    if (speech && last)
      return { id, text, start, end: seconds(start + toSeconds(last.end) - toSeconds(speech[0].start)) };
    estimated += 1;
    const next = cues[i + 1] ? toSeconds(cues[i + 1].at) : Number.POSITIVE_INFINITY;
    return { id, text, start, end: seconds(Math.min(next, start + Math.max(SHORTEST, text.length / READING))) };
  });
  const notes =
    estimated === 0
      ? []
      : [`${estimated === 1 ? 'A caption ends' : `${estimated} captions end`} by a guess: not spoken yet.`];
  return { text: toWebVtt(captions), notes };
};
