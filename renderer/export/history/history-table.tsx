// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, CircleAlert, History } from 'lucide-react';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import type { MadeExport } from '../../../src/contract/index.ts';
import { classNames } from '../../ui/class-names.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lengthText, levelText } from '../../ui/figures.ts';
import table from '../../ui/table.module.css';
import { indexUnder, stepOf } from '../../ui/table-reach.ts';
import { checksText } from '../detail/checks.ts';
import { dayText } from '../detail/when.ts';
import { chooseMade, useExports } from '../export-store.ts';
import type { Sheet } from '../matrix/sheet.ts';
import { madeName } from '../strip/shown-made.ts';
import { sharedOf, sharedText } from '../strip/strip-maths.ts';
import styles from './history-table.module.css';

const [ROW, HEAD] = [36, 33];
const COLUMNS = ['Made', 'File', 'Length', 'LUFS', 'dBTP', 'Shared', 'Checks'] as const;
const FIGURES: ReadonlySet<string> = new Set(['Length', 'LUFS', 'dBTP']);

const rowId = (index: number): string => `made-${index}`;

const isSame = (a: MadeExport, b: MadeExport | null): boolean =>
  b !== null && a.path === b.path && a.madeAt === b.madeAt;

interface RowProps {
  made: MadeExport;
  name: string;
  index: number;
  top: number;
  chosen: boolean;
}

const Row = ({ made, name, index, top, chosen }: RowProps) => {
  const shared = sharedOf(made.encodedSeconds, made.seconds);
  const passed = made.checks.every((check) => check.passed);
  return (
    <div
      role="row"
      id={rowId(index)}
      data-index={index}
      data-focused={chosen || undefined}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      className={classNames(table.row, styles.row)}
      style={{ transform: `translateY(${top}px)` }}
    >
      <span role="gridcell">{dayText(made.madeAt)}</span>
      <span role="gridcell" className={styles.name}>
        {name}
        {made.preset === 'default' ? null : <span className={styles.preset}> · {made.preset}</span>}
      </span>
      <span role="gridcell" className={styles.figure}>
        {lengthText(made.seconds)}
      </span>
      <span role="gridcell" className={styles.figure}>
        {levelText(made.lufs)}
      </span>
      <span role="gridcell" className={styles.figure}>
        {levelText(made.dbtp, { signed: true })}
      </span>
      <span role="gridcell">{shared === null ? '–' : sharedText(shared)}</span>
      <span role="gridcell" className={styles.checks} data-passed={passed}>
        {passed ? (
          <Check size={14} strokeWidth={1.75} aria-hidden />
        ) : (
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
        )}
        {checksText(made)}
      </span>
    </div>
  );
};

/** Everything that was made, the last first. */
export const HistoryTable = ({ sheet }: { sheet: Sheet }) => {
  const grid = useRef<HTMLDivElement>(null);
  const files = useExports((state) => state.history) ?? NONE;
  const chosen = useExports(({ subject, made }) => (subject === 'made' ? made : null));
  const names = useMemo(() => files.map((made) => madeName(made, sheet)), [files, sheet]);
  const rows = useVirtualizer({
    count: files.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 6,
    scrollPaddingStart: HEAD,
  });
  const at = files.findIndex((made) => isSame(made, chosen));
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (at >= 0) latest.current.scrollToIndex(at, { align: 'auto' });
  }, [at]);
  if (files.length === 0)
    return (
      <EmptyState icon={History} title="Nothing was exported yet">
        Every file that is made is listed here, with what was measured of it.
      </EmptyState>
    );
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== grid.current) return;
    const step = stepOf(event.key, Math.max(1, Math.floor((grid.current.clientHeight - HEAD) / ROW) - 1));
    if (step === null) return;
    event.preventDefault();
    chooseMade(files[Math.min(files.length - 1, Math.max(0, at < 0 ? 0 : at + step))]);
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexUnder(event.target);
    if (index !== null) chooseMade(files[index]);
  };
  const items = rows.getVirtualItems();
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label="History of exports"
      aria-rowcount={files.length + 1}
      aria-colcount={COLUMNS.length}
      aria-activedescendant={items.some(({ index }) => index === at) ? rowId(at) : undefined}
      className={classNames(table.grid, styles.grid)}
      onKeyDown={onKeyDown}
      onClick={onClick}
    >
      <div role="rowgroup" className={table.head}>
        <div role="row" className={classNames(table.headRow, styles.head)} aria-rowindex={1}>
          {COLUMNS.map((name) => (
            <span key={name} role="columnheader" data-figure={FIGURES.has(name) || undefined}>
              {name}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={table.body} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row
            key={`${files[index].path} ${files[index].madeAt}`}
            made={files[index]}
            name={names[index]}
            index={index}
            top={start}
            chosen={index === at}
          />
        ))}
      </div>
    </div>
  );
};

const NONE: readonly MadeExport[] = [];
