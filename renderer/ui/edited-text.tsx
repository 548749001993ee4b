import { type ChangeEvent, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './edited-text.module.css';
import field from './field.module.css';
import unseen from './unseen.module.css';
import type { ApplyValue } from './use-live-value.ts';

/** Rest after the last key before what was typed is applied, milliseconds. */
const REST_MS = 400;

export interface EditedTextProps {
  label: string;
  /** The label is only read out. */
  labelHidden?: boolean;
  /** Null: several things with different values. */
  value: string | null;
  onChange: ApplyValue<string>;
  /** A sentence that says why a text cannot be; null: it can. */
  problemOf?: (value: string) => string | null;
  maxLength: number;
  placeholder?: string;
  many?: boolean;
  /** Shows as a heading until it is pointed at. */
  look?: 'title' | 'plain';
  inputMode?: 'decimal';
  /** Behind the field. */
  unit?: string;
  /** Words to choose from. */
  known?: readonly string[];
}

let steps = 0;

/**
 * A text that is edited in place: applied 400 ms after the last key, on Enter and when it is left; all that is typed
 * between two visits of the field is one step of undo. Escape takes back what was not applied yet.
 */
export const EditedText = (props: EditedTextProps) => {
  const { label, labelHidden, value, onChange, problemOf, maxLength, placeholder, many, look = 'plain' } = props;
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  const step = useRef('');
  const latest = useRef<() => void>(() => undefined);
  const problem = draft === null ? null : (problemOf?.(draft) ?? null);

  const apply = async (): Promise<void> => {
    clearTimeout(rest.current);
    if (draft === null || problem !== null) return;
    const typed = draft;
    if (typed !== value) await onChange(typed, step.current);
    // What was typed meanwhile stays, and is applied in its turn.
    setDraft((now) => (now === typed ? null : now));
  };
  useEffect(() => {
    latest.current = () => void apply();
  });
  // What was typed is applied when the field goes, too: another thing was chosen.
  useEffect(
    () => () => {
      clearTimeout(rest.current);
      latest.current();
    },
    [],
  );

  const shared = {
    id,
    value: draft ?? value ?? '',
    maxLength,
    placeholder: value === null ? 'mixed' : placeholder,
    spellCheck: many ?? false,
    autoComplete: 'off',
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? `${id}-problem` : undefined,
    onFocus: () => {
      step.current = `${label} ${++steps}`;
    },
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setDraft(event.target.value);
      clearTimeout(rest.current);
      rest.current = setTimeout(() => latest.current(), REST_MS);
    },
    onBlur: () => {
      if (problem) setDraft(null);
      else void apply();
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape' && draft !== null) {
        clearTimeout(rest.current);
        setDraft(null);
        event.stopPropagation();
      } else if (event.key === 'Enter' && !many) void apply();
    },
  };
  const list = props.known && props.known.length > 0 ? `${id}-known` : undefined;
  return (
    <div className={classNames(styles.text, styles[look])}>
      <label htmlFor={id} className={labelHidden ? unseen.unseen : field.label}>
        {label}
      </label>
      <div className={styles.line}>
        {many ? (
          <textarea {...shared} rows={3} className={styles.input} />
        ) : (
          <input {...shared} type="text" inputMode={props.inputMode} list={list} className={styles.input} />
        )}
        {props.unit ? <span className={field.unit}>{props.unit}</span> : null}
      </div>
      {list ? (
        <datalist id={list}>
          {props.known?.map((word) => (
            <option key={word} value={word} />
          ))}
        </datalist>
      ) : null}
      {problem ? (
        <p id={`${id}-problem`} className={field.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
};
