import styles from './segmented.module.css';
import { Toolbar } from './toolbar.tsx';

export interface SegmentedProps<Value extends string> {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** A choice of a few that are all in sight. */
export const Segmented = <Value extends string>({ label, value, choices, onChange }: SegmentedProps<Value>) => (
  <Toolbar aria-label={label} className={styles.segmented}>
    {choices.map((choice) => (
      <button
        key={choice.value}
        type="button"
        className={styles.choice}
        aria-pressed={choice.value === value}
        onClick={() => onChange(choice.value)}
      >
        {choice.label}
      </button>
    ))}
  </Toolbar>
);
