// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the boxes in the cells have the focus
import { useVirtualizer } from '@tanstack/react-virtual';
import { Headphones, Plus } from 'lucide-react';
import { type CSSProperties, type KeyboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import { takesCue, toSeconds, type Variant, type VoiceCue, type Workout } from '../../../src/model/index.ts';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { timeText } from '../../ui/times.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import { hearVariant } from '../mix-transport.ts';
import { reveal } from '../timeline/timeline-view.ts';
import styles from './variants.module.css';
import { addVariant, showVariant, takenShare } from './variants-store.ts';

const ROW = 28;
const HEAD = 56;
/** Widths of the columns: the cue at least, a variant, the button that adds one. */
const [CUE, VARIANT, ADD] = [220, 108, 40];

/** The box that the arrow keys have come to: row -1 is the head. */
interface Cell {
  readonly row: number;
  readonly column: number;
}

const take = (variant: Variant, cues: readonly string[], taken: boolean): void => {
  if (cues.length === 0) return;
  const what = cues.length === 1 ? 'a cue' : `${cues.length} cues`;
  void edit([{ op: 'variants.take', id: variant.id, cues: [...cues], taken }], {
    label: taken ? `${variant.name} takes ${what}` : `${variant.name} leaves out ${what}`,
  });
};

interface HeadProps {
  variant: Variant;
  workout: Workout;
  column: number;
  heard: boolean;
  shown: boolean;
  reachable: boolean;
}

const VariantHead = ({ variant, workout, column, heard, shown, reachable }: HeadProps) => {
  const share = takenShare(variant, workout);
  const taken = workout.cues.filter((cue) => takesCue(variant.cues, cue)).length;
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = share === 'some';
  }, [share]);
  return (
    <span role="columnheader" className={classNames(styles.variantHead, shown && styles.shown)}>
      <span className={styles.variantName}>
        <button
          type="button"
          className={styles.name}
          title={variant.name}
          aria-pressed={shown}
          onClick={() => showVariant(variant.id)}
        >
          {variant.name}
        </button>
        <IconButton
          icon={Headphones}
          label={heard ? `${variant.name} is heard` : `Hear ${variant.name}`}
          aria-pressed={heard}
          className={styles.hear}
          onClick={() => hearVariant(variant.id)}
        />
      </span>
      <label className={styles.all}>
        <input
          ref={box}
          type="checkbox"
          data-cell={`-1 ${column}`}
          tabIndex={reachable ? 0 : -1}
          checked={share === 'all'}
          aria-label={`${variant.name} takes all cues`}
          onChange={() =>
            take(
              variant,
              workout.cues.map(({ id }) => id),
              share !== 'all',
            )
          }
        />
        {taken} of {workout.cues.length}
      </label>
    </span>
  );
};

interface RowProps {
  cue: VoiceCue;
  index: number;
  top: number;
  variants: readonly Variant[];
  selected: boolean;
  /** The column the keys have come to in this row; null: another row. */
  column: number | null;
}

const MatrixRow = memo(({ cue, index, top, variants, selected, column }: RowProps) => (
  <div
    role="row"
    aria-rowindex={index + 2}
    aria-selected={selected}
    className={styles.row}
    style={{ transform: `translateY(${top}px)` }}
    data-index={index}
  >
    <span role="rowheader" className={styles.cue} title={cue.text}>
      <span className={styles.time}>{timeText(toSeconds(cue.at))}</span>
      <span className={styles.text}>{cue.text}</span>
      {cue.level === null ? null : <span className={styles.level}>{cue.level}</span>}
    </span>
    {variants.map((variant, i) => (
      <span key={variant.id} role="gridcell" className={styles.cell}>
        <input
          type="checkbox"
          data-cell={`${index} ${i}`}
          tabIndex={column === i ? 0 : -1}
          checked={takesCue(variant.cues, cue)}
          aria-label={`${variant.name}: ${cue.text || timeText(toSeconds(cue.at))}`}
          onChange={(event) => take(variant, [cue.id], event.target.checked)}
        />
      </span>
    ))}
  </div>
));
MatrixRow.displayName = 'MatrixRow';

/** Cues down, variants across: a tick where the variant says the cue. Arrow keys go from box to box. */
export const VariantsMatrix = ({ workout, shown }: { workout: Workout; shown: string | null }) => {
  const grid = useRef<HTMLDivElement>(null);
  const heard = useEditor((editor) => editor.variant);
  const chosen = useEditor((editor) => editor.selection.cues);
  const { variants } = workout;
  const cues = useMemo(() => [...workout.cues].sort((a, b) => a.at - b.at), [workout.cues]);
  const [cell, setCell] = useState<Cell>({ row: -1, column: 0 });
  const virtual = useVirtualizer({
    count: cues.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: HEAD,
  });
  const moved = useRef(false);
  useEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    grid.current?.querySelector<HTMLElement>(`[data-cell="${cell.row} ${cell.column}"]`)?.focus();
  }, [cell]);
  const onKeyDown = (event: KeyboardEvent): void => {
    const at = (event.target as HTMLElement).dataset.cell?.split(' ').map(Number);
    const by = { ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (!at || !by) return;
    event.preventDefault();
    const row = Math.max(-1, Math.min(cues.length - 1, at[0]! + by[0]!));
    const column = Math.max(0, Math.min(variants.length - 1, at[1]! + by[1]!));
    if (row >= 0) virtual.scrollToIndex(row, { align: 'auto' });
    moved.current = true;
    setCell({ row, column });
  };
  const { length } = variants;
  const look = {
    '--columns': `minmax(${CUE}px, 1fr) repeat(${length}, ${VARIANT}px) ${ADD}px`,
    '--least': `${CUE + length * VARIANT + ADD}px`,
  };
  return (
    <div
      ref={grid}
      role="grid"
      aria-label="Which variant says which cue"
      aria-rowcount={cues.length + 1}
      aria-colcount={variants.length + 1}
      className={styles.matrix}
      style={look as CSSProperties}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        const at = event.target.dataset.cell?.split(' ').map(Number);
        if (at) setCell({ row: at[0]!, column: at[1]! });
      }}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" aria-rowindex={1} className={styles.headRow}>
          <span role="columnheader" className={styles.cueHead}>
            Cue
          </span>
          {variants.map((variant, column) => (
            <VariantHead
              key={variant.id}
              variant={variant}
              workout={workout}
              column={column}
              heard={heard === variant.id}
              shown={shown === variant.id}
              reachable={cell.row === -1 && cell.column === column}
            />
          ))}
          <span role="columnheader" className={styles.add}>
            <IconButton icon={Plus} label="Add a variant" onClick={() => void addVariant(workout)} />
          </span>
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const cue = cues[index]!;
          return (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the script's rows do the same from the keyboard
            // biome-ignore lint/a11y/noStaticElementInteractions: the row is in it
            <div
              key={cue.id}
              onClick={(event) => {
                if (event.target instanceof HTMLInputElement) return;
                select({ cues: [cue.id] });
                reveal(cue.at);
              }}
            >
              <MatrixRow
                cue={cue}
                index={index}
                top={start}
                variants={variants}
                selected={chosen.has(cue.id)}
                column={cell.row === index ? cell.column : null}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
};
