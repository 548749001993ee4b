// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type Ref,
  useCallback,
  useEffect,
  useImperativeHandle,
  useRef,
} from 'react';
import type { AssetRow as Row } from '../../src/contract/index.ts';
import { classNames } from '../ui/class-names.ts';
import table from '../ui/table.module.css';
import { indexUnder, reachOf, stepOf } from '../ui/table-reach.ts';
import type { Waveforms } from '../waveform/index.ts';
import { AssetRow, playable, RowSkeleton, rowId } from './asset-row.tsx';
import styles from './asset-table.module.css';
import { rowAt } from './library-pages.ts';
import { choose, chooseNothing, lookAt, useLibrary } from './library-store.ts';
import { useListening } from './listening.ts';
import { TableHead } from './table-head.tsx';

/** Height of a row and of the head, CSS pixels. */
const ROW = 44;
const HEAD = 33;
/** Rows are given to the page in steps of so many. */
const SLOTS = 32;
/** Rows shown as bones while the first answer is on its way. */
const BONES = 12;

export interface TableHandle {
  focus(): void;
}

export interface AssetTableProps {
  ref?: Ref<TableHandle>;
  waveforms: Waveforms;
  /** The chosen sound's title is to be changed. */
  onEdit: () => void;
}

/** The sounds, as a grid of which only what is visible exists. */
export const AssetTable = ({ ref, waveforms, onEdit }: AssetTableProps) => {
  const grid = useRef<HTMLDivElement>(null);
  const total = useLibrary((state) => state.total);
  const pages = useLibrary((state) => state.pages);
  const busy = useLibrary((state) => state.state === 'loading');
  const selection = useLibrary((state) => state.selection);
  const { play, heardOf, positionOf } = useListening();
  const count = total ?? BONES;
  const rows = useVirtualizer({
    count,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 6,
    scrollPaddingStart: HEAD,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => lookAt(first, last), [first, last]);
  useImperativeHandle(ref, () => ({ focus: () => grid.current?.focus({ preventScroll: true }) }), []);
  useEffect(() => {
    // Keys act on the list at once; whoever is typing keeps the focus.
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, []);
  useShown(selection.focus, (index) => rows.scrollToIndex(index, { align: 'auto' }));

  const playRow = useCallback((row: Row, from?: number): void => play(row, from), [play]);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== grid.current) return;
    const step = stepOf(event.key, Math.max(1, Math.floor((grid.current.clientHeight - HEAD) / ROW) - 1));
    const focused = selection.focus === null ? null : rowAt(pages, selection.focus);
    if (step !== null) {
      const at = selection.focus === null ? 0 : selection.focus + step;
      const many = event.ctrlKey || event.metaKey;
      void choose(at, event.shiftKey ? 'extend' : many ? 'focus' : 'only');
    } else if (event.key === ' ' && (event.ctrlKey || event.metaKey)) {
      if (selection.focus !== null) void choose(selection.focus, 'toggle');
    } else if (event.key === ' ' && focused && playable(focused)) playRow(focused);
    else if (event.key === 'Enter' && focused) onEdit();
    else if (event.key === 'Escape' && selection.ids.size > 0) chooseNothing();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const index = indexUnder(event.target);
    if (index === null) return;
    const isQuiet = (event.target as Element).closest('[data-quiet]') !== null;
    void choose(index, isQuiet ? 'only' : reachOf(event));
    grid.current?.focus({ preventScroll: true });
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    const index = indexUnder(event.target);
    const row = index === null ? null : rowAt(pages, index);
    if (index !== null && row && !selection.ids.has(row.id)) void choose(index, 'only');
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>): void => {
    const index = indexUnder(event.target);
    const row = index === null ? null : rowAt(pages, index);
    const isOther = (event.target as Element).closest(`[data-quiet], .${styles.name}, .${styles.wave}`);
    if (row && !isOther && playable(row)) playRow(row);
  };

  // A row that leaves at one end becomes the one that comes at the other: its canvas is painted, not made.
  const slots = SLOTS * Math.ceil((items.length + 1) / SLOTS);
  const slotOf = (index: number): number => index % slots;
  const active = items.some(({ index }) => index === selection.focus) ? selection.focus : null;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label="Sounds"
      aria-rowcount={(total ?? 0) + 1}
      aria-colcount={8}
      aria-multiselectable
      aria-busy={busy}
      aria-activedescendant={active === null ? undefined : rowId(active)}
      className={classNames(table.grid, styles.grid)}
      style={{ flexBasis: HEAD + rows.getTotalSize() }}
      data-busy={(busy && total !== null) || undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onContextMenu={onContextMenu}
      onDoubleClick={onDoubleClick}
    >
      <TableHead />
      <div role="rowgroup" className={classNames(table.body, styles.body)} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = total === null ? null : rowAt(pages, index);
          return row ? (
            <AssetRow
              key={slotOf(index)}
              row={row}
              index={index}
              top={start}
              selected={selection.ids.has(row.id)}
              focused={selection.focus === index}
              heard={heardOf(row.id)}
              position={positionOf(row.id)}
              waveforms={waveforms}
              onPlay={playRow}
              onEdit={onEdit}
            />
          ) : (
            <RowSkeleton key={slotOf(index)} index={index} top={start} />
          );
        })}
      </div>
    </div>
  );
};

/** Brings a row into view whenever the focus goes to another. */
const useShown = (index: number | null, show: (index: number) => void): void => {
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (index !== null) latest.current(index);
  }, [index]);
};
