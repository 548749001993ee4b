import { Check, CircleAlert, type LucideIcon, Plus, RefreshCw, Zap } from 'lucide-react';
import type { CellState } from './export-matrix.ts';

export interface StateLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: 'plain' | 'music' | 'go' | 'warn' | 'error';
}

/** How each state is shown everywhere: a word and a shape, and a colour besides. */
export const LOOK: Record<CellState, StateLook> = {
  made: { word: 'made', icon: Check, tone: 'go' },
  stale: { word: 'stale', icon: RefreshCw, tone: 'warn' },
  refused: { word: 'refused', icon: CircleAlert, tone: 'error' },
  'not-made': { word: 'not made', icon: Plus, tone: 'plain' },
  exporting: { word: 'exporting', icon: Zap, tone: 'music' },
};
