export * from './failure.ts';
export * from './mix-plan.ts';
export * from './units.ts';
export * from './workout.ts';
