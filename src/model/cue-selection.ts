import type { CueSelection, VoiceCue } from './workout.ts';

/** Whether a variant's selection takes a cue: it must pass the tags and the levels, where they are given. */
export const takesCue = ({ tags, levels }: CueSelection, cue: Pick<VoiceCue, 'level' | 'tags'>): boolean =>
  (tags === null || cue.tags.some((tag) => tags.includes(tag))) &&
  (levels === null || cue.level === null || levels.includes(cue.level));
