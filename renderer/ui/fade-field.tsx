import type { FadeCurve } from '../../src/model/index.ts';
import { EditedText } from './edited-text.tsx';
import styles from './fade-field.module.css';
import { SelectField } from './field.tsx';
import { readNumber } from './slider.tsx';

/** Curves of a fade as people call them. */
const CURVES: readonly { value: FadeCurve; label: string }[] = [
  { value: 'raised-cosine-db', label: 'Smooth' },
  { value: 'equal-power', label: 'Equal power' },
  { value: 'linear', label: 'Straight' },
];

export interface FadeFieldProps {
  /** `Fade in`. */
  label: string;
  seconds: number;
  curve: FadeCurve;
  onSeconds: (seconds: number, merge: string) => Promise<unknown>;
  onCurve: (curve: FadeCurve) => void;
}

/** How long a fade is and how it goes. */
export const FadeField = ({ label, seconds, curve, onSeconds, onCurve }: FadeFieldProps) => (
  <div className={styles.pair}>
    <EditedText
      label={label}
      unit="s"
      inputMode="decimal"
      value={String(Math.round(seconds * 1000) / 1000)}
      maxLength={10}
      problemOf={(typed) => {
        const length = readNumber(typed);
        return length !== null && length >= 0 && length <= 600 ? null : '0 to 600 seconds';
      }}
      onChange={(typed, merge) => onSeconds(readNumber(typed) ?? 0, merge)}
    />
    <SelectField
      label="Its curve"
      aria-label={`Curve of the ${label.toLowerCase()}`}
      value={curve}
      onChange={(event) => onCurve(event.target.value as FadeCurve)}
    >
      {CURVES.map((one) => (
        <option key={one.value} value={one.value}>
          {one.label}
        </option>
      ))}
    </SelectField>
  </div>
);
