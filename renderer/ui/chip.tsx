import { type LucideIcon, X } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './chip.module.css';
import { classNames } from './class-names.ts';

export interface ChipProps {
  icon?: LucideIcon;
  /** What its colour means, as everywhere; the words must say it too. Default none. */
  tone?: 'plain' | 'music' | 'voice' | 'go' | 'warn' | 'error';
  children: ReactNode;
  /** Gives it a button that takes it away; `removeLabel` is that button's name. */
  onRemove?: () => void;
  removeLabel?: string;
}

/** A small word on its own ground: a state, a tag, a filter. */
export const Chip = ({ icon: Icon, tone = 'plain', children, onRemove, removeLabel }: ChipProps) => (
  <span className={classNames(styles.chip, styles[tone])}>
    {Icon ? <Icon size={14} strokeWidth={1.75} aria-hidden /> : null}
    {children}
    {onRemove ? (
      <button type="button" className={styles.remove} aria-label={removeLabel ?? 'Remove'} onClick={onRemove}>
        <X size={14} strokeWidth={1.75} aria-hidden />
      </button>
    ) : null}
  </span>
);
