import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './field.module.css';

export interface FieldProps extends ComponentProps<'input'> {
  label: string;
  /** Unit behind the field: `LUFS`. */
  unit?: string;
  /** A sentence below: what it means, its range, its default. */
  help?: ReactNode;
  /** What is wrong with what stands in it; said instead of `help`. */
  problem?: string | null;
  /** Buttons after the field. */
  actions?: ReactNode;
}

/** A labelled input. */
export const Field = ({ label, unit, help, problem, actions, className, ...rest }: FieldProps) => {
  const id = useId();
  const below = problem ?? help;
  return (
    <div className={classNames(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <div className={styles.line}>
        <input
          id={id}
          className={styles.input}
          aria-invalid={problem ? true : undefined}
          aria-describedby={below ? `${id}-help` : undefined}
          autoComplete="off"
          spellCheck={false}
          {...rest}
        />
        {unit ? <span className={styles.unit}>{unit}</span> : null}
        {actions}
      </div>
      {below ? (
        <p id={`${id}-help`} className={problem ? styles.problem : styles.help}>
          {below}
        </p>
      ) : null}
    </div>
  );
};

export interface SelectFieldProps extends ComponentProps<'select'> {
  label: string;
  help?: ReactNode;
}

/** A labelled choice of few, with the system's own list. */
export const SelectField = ({ label, help, className, children, ...rest }: SelectFieldProps) => {
  const id = useId();
  return (
    <div className={classNames(styles.field, className)}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      <select id={id} className={styles.input} aria-describedby={help ? `${id}-help` : undefined} {...rest}>
        {children}
      </select>
      {help ? (
        <p id={`${id}-help`} className={styles.help}>
          {help}
        </p>
      ) : null}
    </div>
  );
};
