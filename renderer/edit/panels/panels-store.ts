import { create } from 'zustand';
import { readKept, writeKept } from '../../state/kept.ts';

export const TABS = ['script', 'variants', 'preflight'] as const;
export type PanelTab = (typeof TABS)[number];

export interface PanelsState {
  readonly tab: PanelTab;
  /** The script as one text to write in. */
  readonly asText: boolean;
  /** The field that finds is asked for, alone or with the one that replaces; null: not, or it has come. */
  readonly asked: 'find' | 'replace' | null;
}

const kept = readKept('edit.panel');

/** Which panel is below the timeline. */
export const usePanels = create<PanelsState>()(() => ({
  tab: TABS.find((tab) => tab === kept) ?? 'script',
  asText: false,
  asked: null,
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
  usePanels.setState({ asText: false, asked: replacing ? 'replace' : 'find' });
};
export const answerFind = (): void => usePanels.setState({ asked: null });
