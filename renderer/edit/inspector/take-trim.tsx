import { ENGINE_RATE, type RecordedTake } from '../../../src/model/index.ts';
import { edit } from '../edit-store.ts';
import { EditedText } from './edited-text.tsx';
import { readNumber } from './slider.tsx';
import styles from './take-list.module.css';

/** What is used of a recording's file, in seconds of it. Speech within it is found by the studio, whatever stands here. */
export const TakeTrim = ({ cue, take }: { cue: string; take: RecordedTake }) => {
  const start = take.start / ENGINE_RATE;
  const end = take.end === null ? null : take.end / ENGINE_RATE;
  const change = (change: { start_ms?: number; end_ms?: number | null }, merge: string) =>
    edit([{ op: 'takes.change', cue, id: take.id, change }], { merge });
  return (
    <div className={styles.pair}>
      <EditedText
        label="Starts at"
        unit="s"
        inputMode="decimal"
        value={start.toFixed(2)}
        maxLength={12}
        problemOf={(typed) => {
          const at = readNumber(typed);
          return at === null || at < 0 || (end !== null && at >= end) ? 'Seconds, before its end' : null;
        }}
        onChange={(typed, merge) => change({ start_ms: Math.round((readNumber(typed) ?? 0) * 1000) }, merge)}
      />
      <EditedText
        label="Ends at"
        unit="s"
        inputMode="decimal"
        value={end === null ? '' : end.toFixed(2)}
        placeholder="its end"
        maxLength={12}
        problemOf={(typed) => {
          const at = readNumber(typed);
          return typed.trim() !== '' && (at === null || at <= start) ? 'Seconds, after its start' : null;
        }}
        onChange={(typed, merge) => {
          const at = readNumber(typed);
          return change({ end_ms: at === null ? null : Math.round(at * 1000) }, merge);
        }}
      />
    </div>
  );
};
