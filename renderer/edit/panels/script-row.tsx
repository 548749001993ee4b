// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { Check, CircleAlert, LoaderCircle, TriangleAlert } from 'lucide-react';
import { type KeyboardEvent, memo } from 'react';
import type { Finding } from '../../../src/contract/index.ts';
import { toSeconds } from '../../../src/model/index.ts';
import { classNames } from '../../ui/class-names.ts';
import { levelText } from '../../ui/figures.ts';
import table from '../../ui/table.module.css';
import { timeText } from '../../ui/times.ts';
import { edit } from '../edit-store.ts';
import { finderOf, matchesIn, piecesOf, type Wanted } from './find-matches.ts';
import type { ScriptRow } from './script-rows.ts';
import styles from './script-table.module.css';

/** What can be written in place. */
export type Written = 'line' | 'time';

/** How writing in a row ended: what was typed, and where to go on. */
export interface RowWriting {
  keep(row: ScriptRow, what: Written, typed: string): void;
  cancel(): void;
  /** Goes on with the row below (1) or above (-1). */
  next(by: 1 | -1): void;
}

/** What is wrong, in a word, where no figure says it. */
const WORD: Partial<Record<Finding['kind'], string>> = {
  overlap: 'overlaps',
  'past-end': 'cut off',
  'take-failed': 'no take',
  'file-missing': 'no take',
  'too-long': 'too long',
  clipping: 'clips',
  'hard-to-hear': 'hard to hear',
};

const applyFirst = (finding: Finding): void => {
  const [fix] = finding.fixes;
  if (fix) void edit(fix.edits, { label: fix.label });
};

/** How it stands over the music: passed, or what is wrong with a button that mends it. */
const Heard = ({ row }: { row: ScriptRow }) => {
  if (!row.taken) return <span className={styles.dim}>not in this variant</span>;
  const [finding] = row.findings;
  const figure = row.overMusic === null ? null : `${levelText(row.overMusic, { digits: 0 })} LU`;
  if (!finding) {
    if (row.take === 'waiting')
      return (
        <span className={styles.dim}>
          <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
          being made
        </span>
      );
    if (figure === null) return <span className={styles.dim}>{row.checked ? 'no music' : '–'}</span>;
    return (
      <span className={styles.heard}>
        <Check size={14} strokeWidth={1.75} aria-label="Heard well:" />
        {figure}
      </span>
    );
  }
  const words = finding.kind === 'hard-to-hear' && figure !== null ? figure : (WORD[finding.kind] ?? 'look');
  const Icon = finding.severity === 'error' ? CircleAlert : TriangleAlert;
  return (
    <span className={finding.severity === 'error' ? styles.error : styles.warning} title={finding.message}>
      <Icon size={14} strokeWidth={1.75} aria-label={finding.severity === 'error' ? 'Error:' : 'Warning:'} />
      <span className={styles.clip}>{words}</span>
      {finding.fixes[0] ? (
        <button
          type="button"
          tabIndex={-1}
          className={styles.fix}
          title={finding.fixes[0].label}
          aria-label={`Fix: ${finding.fixes[0].label}`}
          data-quiet
          onClick={() => applyFirst(finding)}
        >
          fix
        </button>
      ) : null}
    </span>
  );
};

const Words = ({ row, wanted, current }: { row: ScriptRow; wanted: Wanted; current: number | null }) => {
  const finder = finderOf(wanted);
  const { text } = row.cue;
  if (finder === null) return text;
  return piecesOf(text, matchesIn(text, finder)).map((piece) =>
    piece.found ? (
      <mark key={piece.at} className={piece.at === current ? styles.here : styles.found}>
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
};

interface FieldProps {
  row: ScriptRow;
  what: Written;
  writing: RowWriting;
}

const RowField = ({ row, what, writing }: FieldProps) => {
  const first = what === 'line' ? row.cue.text : timeText(toSeconds(row.cue.at), 3);
  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    const { value } = event.currentTarget;
    if (event.key === 'Enter' && !event.shiftKey) writing.keep(row, what, value);
    else if (event.key === 'Escape') writing.cancel();
    else if (event.key === 'Tab') {
      writing.keep(row, what, value);
      writing.next(event.shiftKey ? -1 : 1);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      className={styles.field}
      aria-label={what === 'line' ? `Line at ${timeText(toSeconds(row.cue.at))}` : 'Time of the cue'}
      rows={1}
      maxLength={5000}
      defaultValue={first}
      // biome-ignore lint/a11y/noAutofocus: the user has just asked to write here
      autoFocus
      data-quiet
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => writing.keep(row, what, event.currentTarget.value)}
    />
  );
};

export const rowIdOf = (index: number): string => `script-row-${index}`;

export interface ScriptRowProps {
  row: ScriptRow;
  index: number;
  top: number;
  selected: boolean;
  lead: boolean;
  sounds: boolean;
  anchor: string;
  written: Written | null;
  writing: RowWriting;
  wanted: Wanted;
  /** Where in the line the current match begins; null: it is elsewhere. */
  match: number | null;
}

export const ScriptRowView = memo((props: ScriptRowProps) => {
  const { row, index, top, selected, lead, sounds, anchor, written, writing, wanted, match } = props;
  const { cue } = row;
  return (
    <div
      id={rowIdOf(index)}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={selected}
      aria-current={sounds || undefined}
      className={classNames(table.row, styles.row)}
      style={{ transform: `translateY(${top}px)` }}
      data-index={index}
      data-focused={lead || undefined}
      data-sounds={sounds || undefined}
      data-left-out={row.taken ? undefined : true}
    >
      <span role="gridcell" className={styles.time} data-column="time">
        {written === 'time' ? <RowField row={row} what="time" writing={writing} /> : timeText(toSeconds(cue.at))}
      </span>
      <span role="gridcell" className={styles.quiet} title={row.segment}>
        {row.segment}
      </span>
      <span role="gridcell" className={styles.line} data-column="line" title={cue.text}>
        {written === 'line' ? (
          <RowField row={row} what="line" writing={writing} />
        ) : cue.text === '' ? (
          <span className={styles.dim}>no words</span>
        ) : (
          <Words row={row} wanted={wanted} current={match} />
        )}
      </span>
      <span role="gridcell" className={styles.quiet} data-coach>
        {row.coach}
      </span>
      <span role="gridcell" className={styles.figure}>
        {row.seconds === null ? '–' : row.seconds.toFixed(1)} / {row.gap === null ? '–' : levelText(row.gap)} s
      </span>
      <span role="gridcell" className={styles.over}>
        <Heard row={row} />
      </span>
      <span role="gridcell" className={styles.anchor} title={anchor} data-anchor>
        {anchor}
      </span>
    </div>
  );
});
ScriptRowView.displayName = 'ScriptRowView';
