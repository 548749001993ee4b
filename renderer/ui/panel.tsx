import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './panel.module.css';

export interface PanelProps extends Omit<ComponentProps<'section'>, 'title'> {
  title?: string;
  /** At the right of the title. */
  actions?: ReactNode;
}

/** A titled part of an inspector or a page. */
export const Panel = ({ title, actions, className, children, ...rest }: PanelProps) => {
  const id = useId();
  return (
    <section className={classNames(styles.panel, className)} aria-labelledby={title ? id : undefined} {...rest}>
      {title || actions ? (
        <div className={styles.head}>
          <h2 id={id} className={styles.title}>
            {title}
          </h2>
          {actions}
        </div>
      ) : null}
      {children}
    </section>
  );
};
