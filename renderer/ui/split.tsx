import type { ReactNode } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { readKept, writeKept } from '../state/kept.ts';
import styles from './split.module.css';
import { useMedia } from './use-media.ts';

export interface SplitProps {
  /** Whose width is remembered: `export`. */
  name: string;
  /** The work: it grows with the window. */
  children: ReactNode;
  /** What is said of the chosen thing; keeps its width. */
  inspector: ReactNode;
  inspectorLabel: string;
}

const [LEAST, USUAL, MOST] = [316, 360, 420];

/** The work beside its inspector, with a line between them that moves: by mouse, or focused and with the arrow keys. */
export const Split = ({ name, children, inspector, inspectorLabel }: SplitProps) => {
  const isNarrow = useMedia('(width < 800px)');
  const kept = Number(readKept(`inspector.${name}`)) || USUAL;
  // A small window, or a large one at 200 %: one below the other, and the page scrolls.
  if (isNarrow)
    return (
      <div className={styles.stack}>
        <div className={styles.above}>{children}</div>
        <aside className={styles.below} aria-label={inspectorLabel}>
          {inspector}
        </aside>
      </div>
    );
  return (
    <Group className={styles.split} orientation="horizontal">
      <Panel className={styles.work} minSize={200}>
        {children}
      </Panel>
      <Separator className={styles.line} aria-label="Width of the inspector" />
      <Panel
        className={styles.inspector}
        defaultSize={Math.min(MOST, Math.max(LEAST, kept))}
        minSize={LEAST}
        maxSize={MOST}
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) => writeKept(`inspector.${name}`, String(Math.round(inPixels)))}
      >
        <aside aria-label={inspectorLabel}>{inspector}</aside>
      </Panel>
    </Group>
  );
};
