import { create } from 'zustand';
import type { Frames } from '../../../src/model/index.ts';

/** What is being written on the timeline itself; null: nothing. */
export type Written =
  | { readonly of: 'new-cue'; readonly at: Frames }
  | { readonly of: 'cue'; readonly id: string }
  | { readonly of: 'segment'; readonly id: string }
  | { readonly of: 'marker'; readonly id: string };

export const useWordField = create<{ readonly written: Written | null; readonly number: number }>()(() => ({
  written: null,
  number: 0,
}));

/** Opens the field of the timeline for something. What was being written in it is kept first. */
export const write = (written: Written): void =>
  useWordField.setState(({ number }) => ({ written, number: number + 1 }));

export const closeWordField = (): void => useWordField.setState({ written: null });
