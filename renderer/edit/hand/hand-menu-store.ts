import { create } from 'zustand';
import type { Hit } from '../timeline/hit-test.ts';

/** The menu of the lanes; null: it is not open. */
export interface HandMenuState {
  readonly menu: {
    readonly hit: Hit;
    /** Where it opens, CSS pixels of the window. */
    readonly x: number;
    readonly y: number;
  } | null;
}
export const useHandMenu = create<HandMenuState>()(() => ({ menu: null }));
