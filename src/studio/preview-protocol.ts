import type { Failure, MixPlan } from '../model/index.ts';
import type { SourceFiles } from '../render/index.ts';

/** What the studio says to the thread that mixes previews. `run` names one mix that is listened to. */
export type ToPreview =
  /** Mixes from frame `from` on, and goes on while it has credit. */
  | {
      readonly kind: 'open';
      readonly run: number;
      readonly plan: MixPlan;
      readonly sources: SourceFiles;
      readonly from: number;
      readonly blocks: number;
    }
  /** Blocks more that may be sent. */
  | { readonly kind: 'credit'; readonly run: number; readonly blocks: number }
  | { readonly kind: 'close'; readonly run: number };

/** What it answers: blocks in order, each of at most PCM_BLOCK frames, then how it ended. */
export type FromPreview =
  | { readonly kind: 'block'; readonly run: number; readonly samples: Float32Array }
  | { readonly kind: 'ended'; readonly run: number }
  | { readonly kind: 'failed'; readonly run: number; readonly failure: Failure };
