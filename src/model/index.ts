export { takesCue } from './cue-selection.ts';
export * from './failure.ts';
export * from './mix-plan.ts';
export { formatProblem, isUsable, type Problem } from './problem.ts';
export * from './units.ts';
export * from './workout.ts';
export { readWorkoutDocument } from './workout-document.ts';
export { checkAgainstMusic, type ParsedWorkoutFile, parseWorkoutFile, serializeWorkoutFile } from './workout-file.ts';
export { ID_PATTERN, type WorkoutDocument, workoutJsonSchema } from './workout-schema.ts';
