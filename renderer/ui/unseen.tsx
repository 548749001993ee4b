import type { ReactNode } from 'react';
import styles from './unseen.module.css';

/** Words that only a screen reader says. */
export const Unseen = ({ children }: { children: ReactNode }) => <span className={styles.unseen}>{children}</span>;
