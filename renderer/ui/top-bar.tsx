import type { ReactNode } from 'react';
import styles from './top-bar.module.css';

export interface TopBarProps {
  /** What is open. */
  title: string;
  /** Between the title and the actions: search, filters. */
  children?: ReactNode;
  /** At the right end; the one primary button of the view is last. */
  actions?: ReactNode;
}

/** The bar over a room. */
export const TopBar = ({ title, children, actions }: TopBarProps) => (
  <header className={styles.bar}>
    <h1 className={styles.title}>{title}</h1>
    <div className={styles.middle}>{children}</div>
    <div className={styles.actions}>{actions}</div>
  </header>
);
