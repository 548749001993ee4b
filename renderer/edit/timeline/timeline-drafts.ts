import { create } from 'zustand';

/** What a drag in the ruler would do: drawn in place of the loop and the playhead, done when the pointer is let go. */
export interface RulerDraft {
  readonly loop: { readonly start: number; readonly end: number } | null;
  readonly playhead: number | null;
}
export const NO_DRAFT: RulerDraft = { loop: null, playhead: null };
export const useRulerDraft = create<RulerDraft>()(() => NO_DRAFT);
