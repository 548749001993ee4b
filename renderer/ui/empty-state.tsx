import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './empty-state.module.css';

export interface EmptyStateProps {
  icon: LucideIcon;
  title: string;
  /** One sentence: what to do first. */
  children: ReactNode;
  /** One action, and perhaps the demo. */
  actions?: ReactNode;
}

/** What stands where nothing is yet. */
export const EmptyState = ({ icon: Icon, title, children, actions }: EmptyStateProps) => (
  <div className={styles.empty}>
    <span className={styles.icon}>
      <Icon size={28} strokeWidth={1.5} aria-hidden />
    </span>
    <h2 className={styles.title}>{title}</h2>
    <p className={styles.text}>{children}</p>
    {actions ? <div className={styles.actions}>{actions}</div> : null}
  </div>
);
