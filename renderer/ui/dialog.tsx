import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode, RefObject } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import unseen from './unseen.module.css';

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** The title is only read out: the content shows what this is. */
  titleHidden?: boolean;
  wide?: boolean;
  children: ReactNode;
  /** Gets the focus first. Default: the first thing that can. */
  initialFocus?: RefObject<HTMLElement | null>;
  /** Buttons at the bottom; the primary one last. */
  actions?: ReactNode;
}

/** A window over the room. Escape closes it; focus stays in it, and goes back where it was. */
export const Dialog = ({
  open,
  onOpenChange,
  title,
  titleHidden,
  wide,
  children,
  initialFocus,
  actions,
}: DialogProps) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Backdrop className={styles.backdrop} />
      <Base.Viewport className={styles.viewport}>
        <Base.Popup initialFocus={initialFocus} className={classNames(styles.popup, wide && styles.wide)}>
          <div className={titleHidden ? unseen.unseen : styles.head}>
            <Base.Title className={styles.title}>{title}</Base.Title>
            {titleHidden ? null : (
              <Base.Close className={styles.close} aria-label="Close">
                <X size={18} strokeWidth={1.75} aria-hidden />
              </Base.Close>
            )}
          </div>
          {children}
          {actions ? <div className={styles.actions}>{actions}</div> : null}
        </Base.Popup>
      </Base.Viewport>
    </Base.Portal>
  </Base.Root>
);
