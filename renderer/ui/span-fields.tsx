import { EditedText } from './edited-text.tsx';
import styles from './inspector.module.css';
import { parseTime, timeText } from './times.ts';
import type { ApplyValue } from './use-live-value.ts';

export interface SpanFieldsProps {
  /** What the two fields are called: its start, its end. */
  labels: readonly [string, string];
  /** Seconds. */
  start: number;
  /** Seconds; null: wherever the whole ends. */
  end: number | null;
  /** What its start has to lie before, where that is not its end. Seconds; null: nothing. */
  last?: number | null;
  /** Stands where no end is given: `its end`. */
  noEnd: string;
  onStart: ApplyValue<number>;
  onEnd: ApplyValue<number | null>;
}

/** Where a stretch of a file begins and ends, typed as times. */
export const SpanFields = ({ labels, start, end, last = end, noEnd, onStart, onEnd }: SpanFieldsProps) => (
  <div className={styles.pair}>
    <EditedText
      label={labels[0]}
      value={timeText(start, 3)}
      maxLength={16}
      problemOf={(typed) => {
        const from = parseTime(typed);
        return from !== null && (last === null || from < last) ? null : 'A time before its end';
      }}
      onChange={(typed, merge) => onStart(parseTime(typed) ?? 0, merge)}
    />
    <EditedText
      label={labels[1]}
      value={end === null ? '' : timeText(end, 3)}
      placeholder={noEnd}
      maxLength={16}
      problemOf={(typed) => {
        const to = parseTime(typed);
        return typed.trim() === '' || (to !== null && to > start) ? null : 'A time after its start';
      }}
      onChange={(typed, merge) => onEnd(parseTime(typed), merge)}
    />
  </div>
);
