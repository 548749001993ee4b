import { CircleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import styles from './cannot-open.module.css';
import { classNames } from './class-names.ts';

/** What is wrong, a line each; not the one that only counts them. */
export const linesOf = (told: string): string[] =>
  told
    .split('\n')
    .map((line) => line.trim())
    .filter((line, _, all) => line !== '' && !(all.length > 1 && line.endsWith(':')));

export interface CannotOpenProps {
  title: string;
  path: string;
  lines: readonly string[];
  /** Wider, as the page it stands for. */
  wide?: boolean;
  actions: ReactNode;
}

/** A file that cannot be opened: what is wrong with it, and what can be done. */
export const CannotOpen = ({ title, path, lines, wide, actions }: CannotOpenProps) => {
  const id = useId();
  return (
    <div className={styles.scroll}>
      <section className={classNames(styles.page, wide && styles.wide)} aria-labelledby={id}>
        <h2 id={id} className={styles.title}>
          <CircleAlert size={18} strokeWidth={1.75} aria-hidden />
          {title}
        </h2>
        <p className={styles.path}>{path}</p>
        <ul className={styles.errors}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
        <div className={styles.actions}>{actions}</div>
      </section>
    </div>
  );
};
