export * from './bed-plan.ts';
export * from './coached-spans.ts';
export * from './ducking-plan.ts';
export * from './levels.ts';
export * from './variant-plan.ts';
