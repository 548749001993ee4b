import type { Decibels } from '../../../src/model/index.ts';
import { toDecibels } from '../../../src/model/index.ts';
import { levelText } from '../../ui/figures.ts';
import type { CardLayer } from './sounding.ts';

/** The lowest level that shows on a bar, dBFS. */
const FLOOR = -60;
/** Faded to this over its own gain, a layer is not heard. Decibels. */
const SILENT = -60;

/** A peak (linear) as a share of a bar, 0..1. */
export const levelShare = (peak: number): number =>
  Math.max(0, Math.min(1, (toDecibels(Math.max(0, peak)) - FLOOR) / -FLOOR));

const PHASE: Partial<Record<CardLayer['phase'], string>> = {
  broken: 'cannot be played',
  ended: 'over',
  waiting: 'waits',
};

/** A layer as the card calls it: `voice`, `background · vamp`, `generic · cannot be played`. */
export const layerWords = ({
  role,
  phase,
  loops,
  vamps,
  streamed,
}: Pick<CardLayer, 'role' | 'phase' | 'loops' | 'vamps' | 'streamed'>): string => {
  const said = PHASE[phase] ?? (vamps ? 'vamp' : null) ?? (loops ? 'loop' : null) ?? (streamed ? 'streamed' : null);
  return said === null ? role : `${role} · ${said}`;
};

/** Its gain with what it was faded to: `−16.2 dB`, `silent`. */
export const gainText = (own: Decibels, fadedTo: number): string => {
  const gain = own + fadedTo;
  return fadedTo <= SILENT || gain === -Infinity ? 'silent' : `${levelText(gain)} dB`;
};
