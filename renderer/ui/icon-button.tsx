import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { classNames } from './class-names.ts';
import styles from './icon-button.module.css';
import { Tooltip } from './tooltip.tsx';

export interface IconButtonProps extends Omit<ComponentProps<'button'>, 'children'> {
  icon: LucideIcon;
  /** Its accessible name and the words of its tooltip. */
  label: string;
  /** Id of the shortcut that does the same (`edit.undo`): the tooltip names its keys. */
  shortcut?: string;
  side?: 'top' | 'right' | 'bottom' | 'left';
}

/** A button that is only an icon; its tooltip says what it does and names the shortcut. */
export const IconButton = ({ icon: Icon, label, shortcut, side, className, ...rest }: IconButtonProps) => (
  <Tooltip text={label} keys={shortcut ? shownKeys(shortcut) : null} side={side}>
    <button type="button" aria-label={label} className={classNames(styles.button, className)} {...rest}>
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  </Tooltip>
);
