import type { LucideIcon } from 'lucide-react';
import type { ComponentProps } from 'react';
import styles from './button.module.css';
import { classNames } from './class-names.ts';

export interface ButtonProps extends ComponentProps<'button'> {
  /** `primary`: the one main action of a view. `quiet`: without a frame until pointed at. Default `plain`. */
  variant?: 'primary' | 'plain' | 'quiet';
  icon?: LucideIcon;
}

/** A button with words, perhaps with an icon before them. */
export const Button = ({ variant = 'plain', icon: Icon, className, children, type, ...rest }: ButtonProps) => (
  <button type={type ?? 'button'} className={classNames(styles.button, styles[variant], className)} {...rest}>
    {Icon ? <Icon size={14} strokeWidth={1.75} aria-hidden /> : null}
    {children}
  </button>
);
