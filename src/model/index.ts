export { type AppliedCuelistEdits, applyCuelistEdits, changedCues } from './apply-cuelist-edits.ts';
export { type AppliedEdits, applyWorkoutEdits } from './apply-edits.ts';
export { takesCue } from './cue-selection.ts';
export { parseCueSheet } from './cue-sheet.ts';
export * from './cuelist.ts';
export { readCuelistDocument } from './cuelist-document.ts';
export * from './cuelist-edit.ts';
export { type ParsedCuelistFile, parseCuelistFile } from './cuelist-file.ts';
export { withStableCueIds } from './cuelist-ids.ts';
export { tellCuelistProblem } from './cuelist-problem.ts';
export {
  type CuelistDocument,
  cuelistJsonSchema,
  type LayerDocument,
  type SessionCueDocument,
  type TransitionDocument,
} from './cuelist-schema.ts';
export { duckingDocument, duckingName } from './ducking-name.ts';
export { withStableIds } from './edit-draft.ts';
export { type Exported, toCueSheet } from './export-cue-sheet.ts';
export { toZwo } from './export-zwo.ts';
export * from './failure.ts';
export { type JsonPatch, jsonPatches, sameJson } from './json-patches.ts';
export * from './mix-plan.ts';
export * from './mixer.ts';
export { barAndBeat, barOfBeat, type GridRegion, gridRegions, stepBeat } from './music-grid.ts';
export { formatProblem, isUsable, type Problem } from './problem.ts';
export { searchPattern } from './script-edits.ts';
export { formatClock, formatScript, parseScript, type ScriptLine } from './script-text.ts';
export * from './segment-templates.ts';
export { type ImportedSession, importSession, isSessionFile } from './session-import.ts';
export { fitSpeed, shortenText } from './shorter-speech.ts';
export * from './snapping.ts';
export * from './track-layout.ts';
export * from './units.ts';
export { type CaptionCue, toWebVtt } from './web-vtt.ts';
export * from './workout.ts';
export { readWorkoutDocument } from './workout-document.ts';
export * from './workout-edit.ts';
export { checkAgainstMusic, type ParsedWorkoutFile, parseWorkoutFile, serializeWorkoutFile } from './workout-file.ts';
export {
  type AnchorDocument,
  type CoachDocument,
  type CueDocument,
  type DuckingDocument,
  ID_PATTERN,
  type MarkerDocument,
  type SegmentDocument,
  type TakeDocument,
  type TrackDocument,
  type VariantDocument,
  type WorkoutDocument,
  workoutJsonSchema,
} from './workout-schema.ts';
export { parseZwo, slug } from './zwo.ts';
