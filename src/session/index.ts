export { comingCues, isIdle, reduce } from './runner.ts';
export * from './runner-state.ts';
