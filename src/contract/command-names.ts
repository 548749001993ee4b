/** Every command by name: what a preload lets through. Without a schema, so that it costs a sandboxed page nothing. */
export const COMMAND_NAMES = [
  'app.info',
  'app.doctor',
  'settings.get',
  'settings.set',
  'library.import',
  'library.search',
  'library.asset',
  'library.summary',
  'library.edit',
  'library.remove',
  'library.relink',
  'library.relinkFolder',
  'history.get',
  'history.undo',
  'history.redo',
  'workouts.list',
  'workouts.open',
  'workouts.openDemo',
  'workouts.forget',
  'export.start',
  'jobs.list',
  'jobs.cancel',
  'jobs.clear',
] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

/** Every event by name. */
export const EVENT_NAMES = [
  'library.changed',
  'history.changed',
  'jobs.changed',
  'workouts.changed',
  'settings.changed',
] as const;
export type EventName = (typeof EVENT_NAMES)[number];
