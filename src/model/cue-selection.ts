import type { CueSelection, VoiceCue } from './workout.ts';

/** Whether a variant's selection takes a cue: it must pass the tags and the levels, where they are given. */
export const takesCue = (
  { tags, levels, except }: CueSelection,
  cue: Pick<VoiceCue, 'id' | 'level' | 'tags'>,
): boolean => {
  const passes =
    (tags === null || cue.tags.some((tag) => tags.includes(tag))) &&
    (levels === null || cue.level === null || levels.includes(cue.level));
  return passes !== except.includes(cue.id);
};
