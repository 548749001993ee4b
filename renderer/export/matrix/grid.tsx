// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active cell
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type ReactElement, useEffect, useRef } from 'react';
import { reachOf } from '../../ui/table-reach.ts';
import { chooseCells, lookAtCell, useExports } from '../export-store.ts';
import { extended, only, rowOf, stepFrom, toggled } from './choosing.ts';
import styles from './grid.module.css';
import { GridRow, idOf } from './grid-row.tsx';
import type { Sheet } from './sheet.ts';

/** Height of a row and of the head; widths of the workouts' column and of a variant's, at least. CSS pixels. */
const [ROW, HEAD, WORKOUT, VARIANT] = [53, 44, 176, 112];

export interface GridProps {
  sheet: Sheet;
  /** Makes what is chosen. */
  onExport: () => void;
  /** What can be done with it, at the pointer. */
  menu: (grid: ReactElement) => ReactElement;
}

/** How far a key goes: rows down, columns to the right; null: nowhere. */
const wayOf = ({ key, ctrlKey, metaKey }: KeyboardEvent, page: number): readonly [number, number] | null => {
  const far = ctrlKey || metaKey;
  const ways: Readonly<Record<string, readonly [number, number]>> = {
    ...{ ArrowDown: [far ? 1e6 : 1, 0], ArrowUp: [far ? -1e6 : -1, 0] },
    ...{ ArrowRight: [0, far ? 1e6 : 1], ArrowLeft: [0, far ? -1e6 : -1] },
    ...{ PageDown: [page, 0], PageUp: [-page, 0], Home: [0, -1e6], End: [0, 1e6] },
  };
  return ways[key] ?? null;
};

/** Workouts by variants, as a grid of which only what is visible exists. */
export const Grid = ({ sheet, onExport, menu }: GridProps) => {
  const grid = useRef<HTMLDivElement>(null);
  const choice = useExports((state) => state.choice);
  const held = useExports((state) => state.held);
  const rows = useVirtualizer({
    count: sheet.rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 4,
    scrollPaddingStart: HEAD,
  });
  const focused = rowOf(sheet, choice.focus);
  const latest = useRef(rows);
  latest.current = rows;
  // As it gets smaller, too: what is below it comes and goes with what is chosen.
  const height = rows.scrollRect?.height ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height hides other rows
  useEffect(() => {
    if (focused >= 0) latest.current.scrollToIndex(focused, { align: 'auto' });
    // A column may lie outside too.
    document.getElementById(idOf(choice.focus ?? ''))?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [focused, choice.focus, height]);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== grid.current || event.altKey) return;
    const many = event.ctrlKey || event.metaKey;
    const way = wayOf(event, Math.max(1, Math.floor((grid.current.clientHeight - HEAD) / ROW) - 1));
    if (way !== null) {
      const to = stepFrom(sheet, choice.focus, ...way);
      if (to !== null) {
        if (event.shiftKey) chooseCells(extended(sheet, choice, to));
        else if (many && event.key.startsWith('Arrow')) lookAtCell(to);
        else chooseCells(only(sheet, to));
      }
    } else if (event.key === ' ' && choice.focus !== null) {
      chooseCells(event.shiftKey ? extended(sheet, choice, choice.focus) : toggled(sheet, choice, choice.focus));
    } else if (event.key === 'Enter' && !many && choice.keys.size > 0) onExport();
    else if (event.key === 'Escape' && choice.keys.size > 1 && choice.focus !== null) {
      chooseCells(only(sheet, choice.focus));
    } else return;
    event.preventDefault();
  };
  const keyUnder = (event: MouseEvent): string | null =>
    (event.target as Element).closest<HTMLElement>('[data-key]')?.dataset.key ?? null;
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const key = keyUnder(event);
    if (key === null) return;
    const reach = reachOf(event);
    chooseCells(
      reach === 'extend'
        ? extended(sheet, choice, key)
        : reach === 'toggle'
          ? toggled(sheet, choice, key)
          : only(sheet, key),
    );
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    const key = keyUnder(event);
    if (key !== null && !choice.keys.has(key)) chooseCells(only(sheet, key));
  };

  const items = rows.getVirtualItems();
  const isShown = items.some(({ index }) => index === focused);
  const columns = `minmax(${WORKOUT}px, 1.35fr) repeat(${sheet.columns.length}, minmax(${VARIANT}px, 1fr))`;
  return menu(
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label="Workouts and their variants"
      aria-rowcount={sheet.rows.length + 1}
      aria-colcount={sheet.columns.length + 1}
      aria-multiselectable
      aria-activedescendant={isShown && choice.focus !== null ? idOf(choice.focus) : undefined}
      className={styles.grid}
      style={{ '--columns': columns, '--least': `${WORKOUT + sheet.columns.length * VARIANT + 24}px` } as object}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={onContextMenu}
    >
      <div role="rowgroup" className={styles.head}>
        <div role="row" className={styles.headRow} aria-rowindex={1}>
          <span role="columnheader" className={styles.corner} aria-colindex={1}>
            Workout
          </span>
          {sheet.columns.map(({ label, name, nth }, column) => (
            <span key={label} role="columnheader" className={styles.name} aria-colindex={column + 2}>
              <span className={styles.cut}>{name}</span>
              {nth > 1 ? <span>&nbsp;({nth})</span> : null}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <GridRow
            columns={sheet.columns}
            key={sheet.rows[index].workout.path}
            row={sheet.rows[index]}
            index={index}
            top={start}
            choice={choice}
            held={held}
          />
        ))}
      </div>
    </div>,
  );
};
