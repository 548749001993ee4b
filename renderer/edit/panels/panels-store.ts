import { create } from 'zustand';
import { readKept, writeKept } from '../../state/kept.ts';

export const TABS = ['script', 'variants', 'preflight'] as const;
export type PanelTab = (typeof TABS)[number];

export interface PanelsState {
  readonly tab: PanelTab;
  /** The script as one text to write in. */
  readonly asText: boolean;
  /** Grows whenever the field that finds is asked for, with the one that replaces or without. */
  readonly asked: { readonly number: number; readonly replacing: boolean };
}

const kept = readKept('edit.panel');

/** Which panel is below the timeline. */
export const usePanels = create<PanelsState>()(() => ({
  tab: TABS.find((tab) => tab === kept) ?? 'script',
  asText: false,
  asked: { number: 0, replacing: false },
}));

export const showPanel = (tab: PanelTab): void => {
  writeKept('edit.panel', tab);
  usePanels.setState({ tab });
};

export const showAsText = (asText: boolean): void => {
  showPanel('script');
  usePanels.setState({ asText });
};

/** Puts the cursor into the field that finds in the script. */
export const askToFind = (replacing: boolean): void => {
  showPanel('script');
  usePanels.setState(({ asked }) => ({ asText: false, asked: { number: asked.number + 1, replacing } }));
};
