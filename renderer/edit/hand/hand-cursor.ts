import type { HitKind } from '../timeline/hit-test.ts';

/** What a drag there would do, as the pointer's shape. Empty: as the timeline has it. */
const SHAPES: Partial<Record<HitKind, string>> = {
  cue: 'grab',
  'cue-start': 'grab',
  'cue-end': 'ew-resize',
  segment: 'grab',
  'segment-edge': 'col-resize',
  'track-start': 'ew-resize',
  'track-end': 'ew-resize',
  'fade-in': 'ew-resize',
  'fade-out': 'ew-resize',
  crossfade: 'ew-resize',
  'gain-line': 'ns-resize',
  marker: 'grab',
};

/** `several`: whether there is more than one track, which could change places. */
export const cursorOver = (kind: HitKind, { mod, several }: { mod: boolean; several: boolean }): string => {
  if (kind === 'track') return several ? 'grab' : '';
  if (mod && (kind === 'cue' || kind === 'cue-start')) return 'copy';
  return SHAPES[kind] ?? '';
};

export const cursorDuring = (kind: HitKind, { mod }: { mod: boolean }): string => {
  if (kind === 'empty') return 'crosshair';
  if (kind === 'track') return 'grabbing';
  const shape = cursorOver(kind, { mod, several: true });
  return shape === 'grab' ? 'grabbing' : shape;
};
