import { Ban, Check, Clock, type LucideIcon, OctagonX, Pause, Zap } from 'lucide-react';
import type { ExportJob } from '../../../src/contract/index.ts';
import { clockText, leftText, percentText } from '../../ui/figures.ts';

export interface JobLook {
  readonly word: string;
  readonly icon: LucideIcon;
  readonly tone: 'plain' | 'music' | 'go' | 'error';
}

/** How a job's state is shown: a word and a shape, and a colour besides. */
export const JOB_LOOK: Record<ExportJob['state'], JobLook> = {
  queued: { word: 'queued', icon: Clock, tone: 'plain' },
  running: { word: 'being made', icon: Zap, tone: 'music' },
  paused: { word: 'paused', icon: Pause, tone: 'plain' },
  done: { word: 'made', icon: Check, tone: 'go' },
  failed: { word: 'failed', icon: OctagonX, tone: 'error' },
  cancelled: { word: 'cancelled', icon: Ban, tone: 'plain' },
};

/** What a job says of itself: `62 % · 214 × real time · 2 s left`. `held`: a show is armed. */
export const jobText = (job: ExportJob, held: boolean): string => {
  const { state, fraction, rate, remainingSeconds, nextTry, endedAt } = job;
  if (state === 'running')
    return [
      fraction === 0 ? 'about to begin' : percentText(fraction),
      rate !== null && `${Math.round(rate)} × real time`,
      remainingSeconds !== null && leftText(remainingSeconds),
    ]
      .filter(Boolean)
      .join(' · ');
  if (state === 'queued' && nextTry !== null) return `tried again at ${clockText(nextTry)}`;
  if (state === 'queued') return held ? 'until the show is over' : 'queued';
  const { word } = JOB_LOOK[state];
  return endedAt === null ? word : `${word} · ${clockText(endedAt)}`;
};
