export * from './audibility.ts';
export * from './bed-plan.ts';
export * from './coached-spans.ts';
export * from './ducking-plan.ts';
export type { Finding, Fix } from './finding.ts';
export * from './levels.ts';
export * from './pre-flight.ts';
export * from './suggest-segments.ts';
export * from './variant-plan.ts';
