import { FolderDown } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useStudio } from '../state/studio.ts';
import { classNames } from '../ui/class-names.ts';
import styles from './drop-zone.module.css';
import { importDropped } from './import-sounds.ts';

/** Files and folders may be dropped anywhere on what it holds; while they hover it says so. */
export const DropZone = ({ className, children }: { className?: string; children: ReactNode }) => {
  const isWeb = useStudio((state) => state.host?.kind === 'web');
  const [over, setOver] = useState(false);
  /** Enters less leaves: a drag goes from element to element inside and tells of both. */
  const depth = useRef(0);
  const handle = (event: DragEvent, step: number): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0 || step === 0);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the import button does the same from the keyboard
    <div
      className={classNames(styles.zone, className)}
      onDragEnter={(event) => handle(event, 1)}
      onDragOver={(event) => handle(event, 0)}
      onDragLeave={(event) => handle(event, -1)}
      onDrop={(event) => {
        event.preventDefault();
        depth.current = 0;
        setOver(false);
        void importDropped(event.dataTransfer);
      }}
    >
      {children}
      {over ? (
        <div className={styles.over} role="status">
          <FolderDown size={34} strokeWidth={1.5} aria-hidden />
          <strong>Let go to import</strong>
          <span>
            {isWeb
              ? 'Sounds, and the sounds in folders: they are sent to the studio.'
              : 'Sounds and folders. The files stay where they are; the library remembers them.'}
          </span>
        </div>
      ) : null}
    </div>
  );
};
