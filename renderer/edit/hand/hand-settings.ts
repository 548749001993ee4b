import { create } from 'zustand';
import { type Snap, useEditor } from '../edit-store.ts';
import { announce } from './announcer.tsx';

/** How the hand works in this window. */
export interface HandSettings {
  /** Whether what lies behind a segment moves with its edges. Mod while dragging turns it round. */
  readonly ripple: boolean;
}
export const useHandSettings = create<HandSettings>()(() => ({ ripple: false }));

export const setRipple = (ripple: boolean): void => {
  useHandSettings.setState({ ripple });
  announce(ripple ? 'What lies behind moves too' : 'What lies behind stays');
};

export const SNAPS: readonly { readonly snap: Snap; readonly label: string }[] = [
  { snap: 'off', label: 'Nothing' },
  { snap: 'beat', label: 'Beats' },
  { snap: 'bar', label: 'Bars' },
  { snap: 'phrase', label: 'Phrases' },
  { snap: 'segment', label: 'Segments' },
];

export const setSnap = (snap: Snap): void => {
  useEditor.setState({ snap });
  announce(
    snap === 'off' ? 'Nothing snaps' : `Snaps to ${SNAPS.find((each) => each.snap === snap)!.label.toLowerCase()}`,
  );
};
