import {
  type ChangeEvent,
  type KeyboardEvent,
  type Ref,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { classNames } from '../ui/class-names.ts';
import inspector from '../ui/inspector.module.css';
import unseen from '../ui/unseen.module.css';
import styles from './inspector.module.css';

/** Rest after the last key before what was typed is saved, milliseconds. */
const REST_MS = 900;

export interface SavedFieldProps {
  ref?: Ref<{ edit(): void }>;
  label: string;
  /** What is saved now. */
  value: string;
  /** Saves; false: it was refused and the field goes back. */
  onSave: (value: string) => Promise<boolean>;
  /** Null where `value` may be saved, else a sentence that says why not. */
  problemOf?: (value: string) => string | null;
  maxLength: number;
  placeholder?: string;
  many?: boolean;
  /** Shows as words until it is pointed at. */
  look?: 'title' | 'subtitle' | 'plain';
  inputMode?: 'decimal';
}

/**
 * A field that saves itself: after a moment's rest, on Enter and when it is left. Escape takes back what was typed since.
 * What changes elsewhere comes in unless something is being typed.
 */
export const SavedField = ({
  ref,
  label,
  value,
  onSave,
  problemOf,
  maxLength,
  placeholder,
  many,
  look = 'plain',
  inputMode,
}: SavedFieldProps) => {
  const id = useId();
  const [draft, setDraft] = useState<string | null>(null);
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const resting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef<() => void>(() => undefined);
  const shown = draft ?? value;
  const problem = draft === null ? null : (problemOf?.(draft) ?? null);

  const save = async (): Promise<void> => {
    clearTimeout(resting.current);
    if (draft === null || problem) return;
    if (draft === value) {
      setDraft(null);
      return;
    }
    const typed = draft;
    const saved = await onSave(typed);
    // Something typed meanwhile stays, and is saved in its turn.
    setDraft((now) => (now === typed ? (saved && document.activeElement === field.current ? typed : null) : now));
  };
  latest.current = () => void save();
  // What was typed is saved when the field goes, too: another sound was chosen.
  useEffect(
    () => () => {
      clearTimeout(resting.current);
      latest.current();
    },
    [],
  );
  useImperativeHandle(ref, () => ({
    edit: () => {
      field.current?.focus();
      field.current?.select();
    },
  }));

  const shared = {
    id,
    ref: field,
    value: shown,
    maxLength,
    placeholder,
    spellCheck: many ?? false,
    autoComplete: 'off',
    'aria-invalid': problem ? true : undefined,
    'aria-describedby': problem ? `${id}-problem` : undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setDraft(event.target.value);
      clearTimeout(resting.current);
      resting.current = setTimeout(() => latest.current(), REST_MS);
    },
    onBlur: () => {
      void save();
      if (problem || draft === value) setDraft(null);
    },
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      if (event.key === 'Escape' && draft !== null) {
        clearTimeout(resting.current);
        setDraft(null);
        event.stopPropagation();
      } else if (event.key === 'Enter' && !many) void save();
    },
  };
  return (
    <div className={classNames(styles.saved, styles[`saved-${look}`])}>
      <label htmlFor={id} className={look === 'plain' ? inspector.label : unseen.unseen}>
        {label}
      </label>
      {many ? (
        <textarea {...shared} rows={3} className={styles.input} />
      ) : (
        <input {...shared} type="text" inputMode={inputMode} className={styles.input} />
      )}
      {problem ? (
        <p id={`${id}-problem`} className={styles.problem}>
          {problem}
        </p>
      ) : null}
    </div>
  );
};
