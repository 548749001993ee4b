import type { Ref } from 'react';
import type { Waveforms } from '../waveform/index.ts';
import { InspectMany } from './inspect-many.tsx';
import { InspectOne, type InspectorHandle } from './inspect-one.tsx';
import styles from './inspector.module.css';
import { useLibrary } from './library-store.ts';

/** Everything about what is chosen. */
export const Inspector = ({ ref, waveforms }: { ref: Ref<InspectorHandle>; waveforms: Waveforms }) => {
  const { ids, focusId } = useLibrary((state) => state.selection);
  const [first] = ids;
  const one = ids.size === 1 ? first : ids.size === 0 ? focusId : null;
  return (
    <aside className={styles.inspector} aria-label="About the chosen sound">
      {ids.size > 1 ? (
        <InspectMany ids={ids} />
      ) : one ? (
        <InspectOne key={one} ref={ref} id={one} waveforms={waveforms} />
      ) : (
        <p className={styles.nothing}>Choose a sound to see everything about it.</p>
      )}
    </aside>
  );
};
