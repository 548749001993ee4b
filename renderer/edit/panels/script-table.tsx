// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { frames } from '../../../src/model/index.ts';
import { classNames } from '../../ui/class-names.ts';
import table from '../../ui/table.module.css';
import { indexUnder, reachOf } from '../../ui/table-reach.ts';
import { parseTime } from '../../ui/times.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import { anchorText } from '../inspector/anchor-text.ts';
import { playhead, seekMix, useMixPlays } from '../mix-transport.ts';
import { musicGrid } from '../music-grid.ts';
import { reveal } from '../timeline/timeline-view.ts';
import { useFind } from './find-store.ts';
import { type RowWriting, rowIdOf, ScriptRowView, type Written } from './script-row.tsx';
import { type ScriptRow, soundingAt } from './script-rows.ts';
import styles from './script-table.module.css';

/** Height of a row and of the head, CSS pixels. */
const ROW = 30;
const HEAD = 28;
const COLUMNS = ['Time', 'Segment', 'Line', 'Coach', 'Length / gap', 'Over the music', 'Anchor'] as const;

/** The row that sounds, looked at once a frame while the mix plays. */
const useSounding = (rows: readonly ScriptRow[]): string | null => {
  const plays = useMixPlays();
  const [sounding, setSounding] = useState<string | null>(null);
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (!plays) {
      setSounding(null);
      return;
    }
    let frame = 0;
    const look = (): void => {
      const place = soundingAt(latest.current, playhead());
      setSounding(place < 0 ? null : latest.current[place]!.cue.id);
      frame = requestAnimationFrame(look);
    };
    look();
    return () => cancelAnimationFrame(frame);
  }, [plays]);
  return sounding;
};

/** The rows between two places, both included, by the ids of their cues. */
const idsBetween = (rows: readonly ScriptRow[], from: number, to: number): string[] =>
  rows.slice(Math.min(from, to), Math.max(from, to) + 1).map(({ cue }) => cue.id);

/** The script as a table of which only what is visible exists. A row is a cue of the timeline: they are chosen together. */
export const ScriptTable = ({ rows }: { rows: readonly ScriptRow[] }) => {
  const grid = useRef<HTMLDivElement>(null);
  const selection = useEditor((editor) => editor.selection);
  const workout = useEditor((editor) => editor.workout);
  const material = useEditor((editor) => editor.material);
  const find = useFind();
  const sounding = useSounding(rows);
  const [written, setWritten] = useState<{ id: string; what: Written } | null>(null);
  const places = useMemo(() => new Map(rows.map(({ cue }, index) => [cue.id, index])), [rows]);
  const lead = selection.lead === null ? -1 : (places.get(selection.lead) ?? -1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the grids are of this material
  const facts = useMemo(() => musicGrid().facts, [workout, material]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: HEAD,
  });
  const show = useRef(virtual.scrollToIndex);
  show.current = virtual.scrollToIndex;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another lead is brought into view, a script that changes around it is not
  useEffect(() => {
    if (lead >= 0) show.current(lead, { align: 'auto' });
  }, [selection.lead]);

  const chooseRow = (index: number, reach: 'only' | 'extend' | 'toggle'): void => {
    const row = rows[index];
    if (!row) return;
    const { id, at } = row.cue;
    if (reach === 'extend' && lead >= 0) select({ cues: idsBetween(rows, lead, index), lead: rows[lead]!.cue.id });
    else if (reach === 'toggle') {
      const cues = new Set(selection.cues);
      if (!cues.delete(id)) cues.add(id);
      select({ cues, lead: cues.has(id) ? id : null });
    } else select({ cues: [id] });
    reveal(at);
  };
  /** The end of the selection that keys move: away from the lead where it is several. */
  const focused = (): number => {
    const chosen = [...selection.cues].flatMap((id) => places.get(id) ?? []);
    const [first, last] = [Math.min(...chosen), Math.max(...chosen)];
    return chosen.length < 2 ? lead : first === lead ? last : first;
  };
  /** The cue whose field has not been left yet: one that goes away is left a second time. */
  const open = useRef<string | null>(null);
  const write = useCallback((id: string | undefined, what: Written): void => {
    if (id === undefined) return;
    open.current = id;
    setWritten({ id, what });
  }, []);
  const writing = useRef<RowWriting>(null as never);
  const stable = useMemo<RowWriting>(
    () => ({
      keep: (...given) => writing.current.keep(...given),
      cancel: () => writing.current.cancel(),
      next: (by) => writing.current.next(by),
    }),
    [],
  );
  const leave = (): void => {
    open.current = null;
    setWritten(null);
    grid.current?.focus({ preventScroll: true });
  };
  writing.current = {
    keep(row, what, typed) {
      if (open.current !== row.cue.id) return;
      open.current = null;
      if (document.activeElement?.closest('[role=grid]') === grid.current) leave();
      else setWritten(null);
      if (what === 'line') {
        if (typed !== row.cue.text)
          void edit([{ op: 'cues.change', ids: [row.cue.id], change: { text: typed } }], { label: 'Change a line' });
        return;
      }
      const seconds = parseTime(typed);
      const at = seconds === null ? row.cue.at : frames(Math.round(seconds * 48_000));
      if (Math.abs(at - row.cue.at) > 24)
        void edit([{ op: 'cues.place', places: [{ id: row.cue.id, time_ms: Math.round(seconds! * 1e6) / 1e3 }] }]);
    },
    cancel: leave,
    next(by) {
      const next = rows[(written ? (places.get(written.id) ?? 0) : 0) + by];
      if (!next) return;
      select({ cues: [next.cue.id] });
      write(next.cue.id, 'line');
    },
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== grid.current) return;
    const page = Math.max(1, Math.floor((grid.current.clientHeight - HEAD) / ROW) - 1);
    const here = focused();
    const to = rowFor(event.key, here, page, rows.length);
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (to !== null) chooseRow(to, event.shiftKey ? 'extend' : 'only');
    else if ((event.key === 'Enter' || event.key === 'F2') && lead >= 0) write(rows[lead]?.cue.id, 'line');
    else return;
    event.preventDefault();
  };
  const rowUnder = ({ target }: MouseEvent): number | null =>
    (target as Element).closest('[data-quiet]') ? null : indexUnder(target);
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    const index = rowUnder(event);
    if (index === null) return;
    chooseRow(index, reachOf(event));
    grid.current?.focus({ preventScroll: true });
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>): void => {
    const index = rowUnder(event);
    const row = index === null ? undefined : rows[index];
    if (!row) return;
    const column = (event.target as Element).closest<HTMLElement>('[data-column]')?.dataset.column;
    if (column === 'line' || column === 'time') write(row.cue.id, column);
    else seekMix(row.cue.at);
  };

  const items = virtual.getVirtualItems();
  const active = items.some(({ index }) => index === lead) ? lead : null;
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label="Script"
      aria-rowcount={rows.length + 1}
      aria-colcount={COLUMNS.length}
      aria-multiselectable
      aria-activedescendant={active === null ? undefined : rowIdOf(active)}
      className={classNames(table.grid, styles.grid)}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onDoubleClick={onDoubleClick}
    >
      <div role="rowgroup" className={table.head}>
        <div role="row" aria-rowindex={1} className={classNames(table.headRow, styles.headRow)}>
          {COLUMNS.map((column) => (
            <span
              key={column}
              role="columnheader"
              data-coach={column === 'Coach' || undefined}
              data-anchor={column === 'Anchor' || undefined}
            >
              {column}
            </span>
          ))}
        </div>
      </div>
      <div role="rowgroup" className={table.body} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => {
          const row = rows[index]!;
          const { id } = row.cue;
          return (
            <ScriptRowView
              key={id}
              row={row}
              index={index}
              top={start}
              selected={selection.cues.has(id)}
              lead={selection.lead === id}
              sounds={sounding === id}
              anchor={workout ? anchorText(row.cue.anchor, workout, facts) : ''}
              written={written?.id === id ? written.what : null}
              writing={stable}
              wanted={find}
              match={find.at?.cue === id ? find.at.start : null}
            />
          );
        })}
      </div>
    </div>
  );
};

/** The row a key goes to; null: it is no such key. */
const rowFor = (key: string, here: number, page: number, count: number): number | null => {
  const to: Record<string, number> = {
    ArrowDown: here + 1,
    ArrowUp: here < 0 ? count - 1 : here - 1,
    PageDown: here + page,
    PageUp: here - page,
    Home: 0,
    End: count - 1,
  };
  return key in to && count > 0 ? Math.max(0, Math.min(count - 1, to[key]!)) : null;
};
