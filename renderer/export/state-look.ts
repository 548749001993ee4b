import { Check, CircleAlert, Clock, type LucideIcon, OctagonX, Pause, Plus, RefreshCw, Zap } from 'lucide-react';
import { type FileState, WORD } from './matrix/sheet.ts';

export interface StateLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: 'plain' | 'music' | 'go' | 'warn' | 'error';
}

/** How each state is shown everywhere: a word and a shape, and a colour besides. */
export const LOOK: Record<FileState, StateLook> = {
  never: { word: WORD.never, icon: Plus, tone: 'plain' },
  fresh: { word: WORD.fresh, icon: Check, tone: 'go' },
  stale: { word: WORD.stale, icon: RefreshCw, tone: 'warn' },
  failed: { word: WORD.failed, icon: OctagonX, tone: 'error' },
  refused: { word: WORD.refused, icon: CircleAlert, tone: 'error' },
  queued: { word: WORD.queued, icon: Clock, tone: 'music' },
  running: { word: WORD.running, icon: Zap, tone: 'music' },
  paused: { word: WORD.paused, icon: Pause, tone: 'plain' },
};
