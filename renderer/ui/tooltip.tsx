import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement } from 'react';
import { Keys } from './keys.tsx';
import styles from './tooltip.module.css';

export interface TooltipProps {
  /** What the thing does, in the words of the menus. */
  text: string;
  /** The shortcut as it is shown: `Ctrl K`. */
  keys?: string | null;
  side?: 'top' | 'right' | 'bottom' | 'left';
  /** The element that is explained; it gets the handlers. */
  children: ReactElement;
}

/** Words beside a thing that is pointed at or focused, with its shortcut. The thing needs a name of its own as well. */
export const Tooltip = ({ text, keys, side = 'bottom', children }: TooltipProps) => (
  <Base.Root>
    <Base.Trigger render={children} />
    <Base.Portal>
      <Base.Positioner side={side} sideOffset={8} className={styles.positioner}>
        <Base.Popup className={styles.popup}>
          {text}
          {keys ? <Keys keys={keys} /> : null}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  </Base.Root>
);
