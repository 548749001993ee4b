// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import {
  ArrowRight,
  Blend,
  Check,
  ChevronDown,
  ChevronRight,
  CircleAlert,
  Combine,
  Hand,
  Hourglass,
  type LucideIcon,
  Pause,
  Play,
  Timer,
  TriangleAlert,
  Volume1,
} from 'lucide-react';
import { type KeyboardEvent, memo } from 'react';
import { classNames } from '../../ui/class-names.ts';
import table from '../../ui/table.module.css';
import { Tooltip } from '../../ui/tooltip.tsx';
import { timeLeft, timeLeftText } from '../perform/time-left.ts';
import { useWritten } from '../perform/use-written.ts';
import { sessionNow, steer, useRun } from '../run-store.ts';
import { CueColor } from './cue-color.tsx';
import styles from './cue-list.module.css';
import { rename } from './list-commands.ts';
import { fold, useList } from './list-store.ts';
import type { RowState, RowStateKind } from './row-state.ts';
import type { JunctionWords } from './row-words.ts';

/** A line of the list in words: what of it changes rarely. Plain values, so that a line like the last one is not drawn again. */
export interface CueRowProps {
  id: string;
  index: number;
  /** Its place in the list, CSS pixels. */
  top: number;
  depth: number;
  folded: boolean | null;
  number: string;
  name: string;
  color: string;
  hotkey: string;
  kind: string;
  layers: string;
  files: string;
  length: string;
  then: string;
  junction: JunctionWords['words'];
  tone: JunctionWords['tone'];
  shape: JunctionWords['shape'];
  why: string | null;
  trouble: string | null;
  troubleWhy: string | null;
  state: RowStateKind | null;
  says: string;
  selected: boolean;
  focused: boolean;
  renaming: boolean;
  dragged: boolean;
  /** Whether it is under what is dragged: the group it would go into. */
  into: boolean;
}

/** The id by which the grid names its active row. */
export const rowId = (index: number): string => `run-row-${index}`;

const SHAPES: Partial<Record<RowStateKind, LucideIcon>> = {
  playing: Play,
  paused: Pause,
  stopping: Volume1,
  waiting: Timer,
  held: Hourglass,
  after: Timer,
  next: ArrowRight,
  loading: ArrowRight,
  done: Check,
  broken: CircleAlert,
};

/** One cue: what it is, what it does now and how it meets the next. */
export const CueRow = memo((row: CueRowProps) => {
  const Shape = row.state === null || row.state === 'done' ? null : SHAPES[row.state];
  return (
    <div
      role="row"
      id={rowId(row.index)}
      aria-rowindex={row.index + 2}
      aria-level={row.depth + 1}
      aria-selected={row.selected}
      aria-expanded={row.folded === null ? undefined : !row.folded}
      aria-current={row.state === 'next' || row.state === 'loading' ? 'step' : undefined}
      data-index={row.index}
      data-state={row.state ?? undefined}
      data-kind={row.kind}
      data-focused={row.focused || undefined}
      data-dragged={row.dragged || undefined}
      data-into={row.into || undefined}
      className={classNames(table.row, styles.row)}
      style={{ transform: `translateY(${row.top}px)` }}
    >
      <div role="gridcell" className={styles.number}>
        {Shape ? <Shape size={14} strokeWidth={1.75} aria-hidden className={styles.shape} /> : null}
        <span>{row.number}</span>
      </div>
      <div role="gridcell" className={styles.mark}>
        <CueColor color={row.color} />
      </div>
      <div role="gridcell" className={styles.cue} style={{ paddingLeft: 8 + row.depth * 20 }}>
        {row.folded === null ? null : (
          <button
            type="button"
            tabIndex={-1}
            data-quiet
            className={styles.fold}
            aria-label={row.folded ? `Open ${row.name}` : `Fold ${row.name}`}
            onClick={() => fold(row.id, !row.folded)}
          >
            {row.folded ? <ChevronRight size={14} aria-hidden /> : <ChevronDown size={14} aria-hidden />}
          </button>
        )}
        {row.renaming ? <NameField id={row.id} name={row.name} /> : <span className={styles.name}>{row.name}</span>}
        {row.state === null ? null : <span className={styles.state}>{row.says}</span>}
        {row.trouble === null ? null : (
          <Tooltip text={row.troubleWhy ?? row.trouble}>
            <span className={styles.trouble}>
              <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
              {row.trouble}
            </span>
          </Tooltip>
        )}
        {row.hotkey === '' ? null : <kbd className={styles.hotkey}>{row.hotkey}</kbd>}
        {row.state === 'next' || row.state === 'loading' ? null : (
          <button
            type="button"
            tabIndex={-1}
            data-quiet
            className={styles.makeNext}
            aria-label={`Make ${row.name} next`}
            onClick={() => void steer('run.jump', { cue: row.id, fire: false })}
          >
            <ArrowRight size={14} strokeWidth={1.75} aria-hidden />
            Next
          </button>
        )}
      </div>
      <div role="gridcell" className={styles.layers}>
        {row.files === '' ? (
          row.layers
        ) : (
          <Tooltip text={row.files}>
            <span>{row.layers}</span>
          </Tooltip>
        )}
      </div>
      <div role="gridcell" className={styles.figure}>
        {row.length}
      </div>
      <div role="gridcell" className={styles.then}>
        {row.then}
      </div>
      <div role="gridcell" className={styles.junction} data-tone={row.tone}>
        <Junction words={row.junction} shape={row.shape} why={row.why} tone={row.tone} />
      </div>
      <div role="gridcell" className={styles.left}>
        {row.state === null || !SOUNDS.has(row.state) ? null : <Left cue={row.id} />}
      </div>
    </div>
  );
});

const SOUNDS: ReadonlySet<RowStateKind> = new Set<RowState['kind']>([
  'playing',
  'paused',
  'stopping',
  'waiting',
  'held',
  'after',
  'broken',
]);

/** What it still has, written ten times a second without drawing the row. */
const Left = ({ cue }: { cue: string }) => {
  const figure = useWritten<HTMLSpanElement>(() => {
    const { view } = useRun.getState();
    const run = view?.runs.filter((one) => one.cue === cue).at(-1);
    return view && run ? timeLeftText(timeLeft(run, sessionNow(view))) : '';
  });
  return <span ref={figure} />;
};

const JUNCTION_SHAPES: Readonly<Record<JunctionWords['shape'], LucideIcon | null>> = {
  check: Check,
  cross: Blend,
  gap: Timer,
  together: Combine,
  hand: Hand,
  none: null,
};

const Junction = ({ words, shape, why, tone }: Pick<JunctionWords, 'words' | 'shape' | 'why' | 'tone'>) => {
  const Shape = tone === 'warn' ? TriangleAlert : JUNCTION_SHAPES[shape];
  const verdict = (
    <span className={styles.verdict}>
      {Shape ? <Shape size={14} strokeWidth={1.75} aria-hidden /> : null}
      <span>{words}</span>
    </span>
  );
  return why === null ? verdict : <Tooltip text={why}>{verdict}</Tooltip>;
};

/** A cue's name as it is written: kept on Enter and when it is left, Escape takes it back. */
const NameField = ({ id, name }: { id: string; name: string }) => {
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.key === 'Enter') void rename(id, event.currentTarget.value);
    else if (event.key === 'Escape') {
      event.preventDefault();
      useList.setState({ renaming: null });
    } else return;
    // The grid goes on hearing keys.
    event.currentTarget.closest<HTMLElement>('[role=treegrid]')?.focus({ preventScroll: true });
  };
  return (
    <input
      className={styles.rename}
      aria-label="Name of the cue"
      defaultValue={name}
      maxLength={500}
      data-quiet
      // biome-ignore lint/a11y/noAutofocus: the user has just asked to rename
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onKeyDown={onKeyDown}
      onBlur={(event) => {
        if (useList.getState().renaming === id) void rename(id, event.currentTarget.value);
      }}
    />
  );
};
