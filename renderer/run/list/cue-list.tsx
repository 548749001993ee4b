// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef } from 'react';
import type { SessionList } from '../../../src/contract/index.ts';
import { classNames } from '../../ui/class-names.ts';
import table from '../../ui/table.module.css';
import { indexUnder, reachOf, stepOf } from '../../ui/table-reach.ts';
import { Unseen } from '../../ui/unseen.tsx';
import { useSteady } from '../perform/use-steady.ts';
import { steer, useRun } from '../run-store.ts';
import { AddBar } from './add-bar.tsx';
import styles from './cue-list.module.css';
import { CueRow, rowId } from './cue-row.tsx';
import { type CueRow as Row, rowOf } from './cue-rows.ts';
import { DragGhost } from './drag-ghost.tsx';
import { EmptyList } from './empty-list.tsx';
import { HEAD, ROW } from './list-measures.ts';
import { ListMenu } from './list-menu.tsx';
import { choose, chooseNothing, fold, rowsNow, stepBy, useList } from './list-store.ts';
import { rowStates, troubleOf, viewKey } from './row-state.ts';
import { cueLengthText, filesText, junctionWords, layersText, thenText } from './row-words.ts';
import { useFileDrop } from './use-file-drop.ts';
import { useListClipboard } from './use-list-clipboard.ts';
import { useListShortcuts } from './use-list-shortcuts.ts';
import { useRowDrag } from './use-row-drag.ts';

const COLUMNS = [
  { name: '#' },
  { name: 'Colour', unseen: true },
  { name: 'Cue' },
  { name: 'Layers', wide: true },
  { name: 'Length', figure: true },
  { name: 'Then', wide: true },
  { name: 'Junction' },
  { name: 'Left', figure: true },
] as const;

const NONE: SessionList['cues'] = [];

/**
 * The cues of the open session, as a grid of which only what is visible exists. In Show mode a click looks at a cue and does
 * nothing; what moves the playhead is Enter and the row's own button.
 */
export const CueList = () => {
  const grid = useRef<HTMLDivElement>(null);
  const wrap = useRef<HTMLDivElement>(null);
  const steps = useRun((state) => state.steps);
  const selection = useRun((state) => state.selection);
  const lead = useRun((state) => state.lead);
  const armed = useRun((state) => state.view?.armed ?? false);
  // Two views that look alike here are one: times go on without drawing rows.
  const view = useSteady((state) => state.view, viewKey);
  const checks = useRun((state) => state.list?.cues) ?? NONE;
  const renaming = useList((state) => state.renaming);
  const dragged = useList((state) => state.dragged);
  const drop = useList((state) => state.drop);
  useList((state) => state.folded);
  const lines = rowsNow();
  const states = useMemo(() => (view ? rowStates(view, checks) : new Map<string, never>()), [view, checks]);
  const focused = lead === null ? null : rowOf(lines, steps, lead);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    overscan: 8,
    scrollPaddingStart: HEAD,
  });
  const show = (index: number | null): void => {
    if (index !== null) rows.scrollToIndex(index, { align: 'auto' });
  };
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => latest.current(focused), [focused]);
  useFollowedPlayhead(armed, (index) => latest.current(index));
  useListShortcuts(!armed);
  useListClipboard(!armed);
  useRowDrag(grid, !armed);
  const over = useFileDrop(wrap, grid, !armed);
  useEffect(() => {
    // Keys act on the list at once; whoever is typing keeps the focus.
    if (document.activeElement === document.body) grid.current?.focus({ preventScroll: true });
  }, []);

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>): void => {
    if (event.target !== grid.current || event.altKey) return;
    const many = event.ctrlKey || event.metaKey;
    const row = focused === null ? null : (lines[focused] ?? null);
    const step = stepOf(event.key, Math.max(1, Math.floor((grid.current.clientHeight - HEAD) / ROW) - 1));
    if (step !== null) stepBy(step, event.shiftKey ? 'extend' : many ? 'lead' : 'only');
    else if (event.key === ' ' && many) {
      if (row) choose(row.step.cue.id, 'toggle');
    } else if (many) return;
    else if (event.key === 'Enter' && row) void steer('run.jump', { cue: row.step.cue.id, fire: false });
    else if (event.key === 'ArrowRight' && row && row.folded !== null) {
      if (row.folded) fold(row.step.cue.id, false);
      else stepBy(1, 'only');
    } else if (event.key === 'ArrowLeft' && row) {
      const { group } = row.step;
      if (row.folded === false) fold(row.step.cue.id, true);
      else if (group !== null) choose(steps[group].cue.id, 'only');
    } else if (event.key === 'Escape' && selection.size > 0 && isQuiet(armed)) chooseNothing();
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent<HTMLDivElement>): void => {
    if (!(event.target as Element).closest('input')) grid.current?.focus({ preventScroll: true });
    if ((event.target as Element).closest('[data-quiet]')) return;
    const row = rowUnder(event.target, lines);
    if (row) choose(row.step.cue.id, reachOf(event));
    else if (!(event.target as Element).closest('[role=columnheader]')) chooseNothing();
  };
  const onContextMenu = (event: MouseEvent<HTMLDivElement>): void => {
    const row = rowUnder(event.target, lines);
    if (row && !selection.has(row.step.cue.id)) choose(row.step.cue.id, 'only');
  };
  const onDoubleClick = (event: MouseEvent<HTMLDivElement>): void => {
    const row = rowUnder(event.target, lines);
    if (row && !armed && !(event.target as Element).closest('[data-quiet]'))
      useList.setState({ renaming: row.step.cue.id });
  };

  const items = rows.getVirtualItems();
  const active = items.some(({ index }) => index === focused) ? focused : null;
  return (
    <section className={styles.list} aria-label="Cue list">
      <div ref={wrap} className={styles.wrap}>
        {lines.length === 0 ? (
          <EmptyList />
        ) : (
          <ListMenu>
            <div
              ref={grid}
              role="treegrid"
              tabIndex={0}
              aria-label={armed ? 'Cues, locked in Show mode' : 'Cues'}
              aria-rowcount={lines.length + 1}
              aria-colcount={COLUMNS.length}
              aria-multiselectable
              aria-readonly={armed}
              aria-activedescendant={active === null ? undefined : rowId(active)}
              className={classNames(table.grid, styles.grid)}
              onFocus={lookSomewhere}
              onKeyDown={onKeyDown}
              onClick={onClick}
              onContextMenu={onContextMenu}
              onDoubleClick={onDoubleClick}
            >
              <Head />
              <div role="rowgroup" className={table.body} style={{ height: rows.getTotalSize() }}>
                {items.map(({ index, start }) => {
                  const line = lines[index];
                  if (!line) return null;
                  const { step, check, depth, folded } = line;
                  const { id, number, name, color, hotkey, action } = step.cue;
                  const met = junctionWords(step, steps, checks);
                  const trouble = troubleOf(check);
                  const state = states.get(id) ?? null;
                  return (
                    <CueRow
                      key={id}
                      {...{ id, index, depth, folded, number, name, color, hotkey }}
                      top={start}
                      kind={action.kind}
                      layers={layersText(step, steps)}
                      files={filesText(step.cue)}
                      length={cueLengthText(step.cue, check)}
                      then={thenText(step, steps)}
                      junction={met.words}
                      tone={met.tone}
                      shape={met.shape}
                      why={met.why}
                      trouble={trouble?.words ?? null}
                      troubleWhy={trouble?.why ?? null}
                      state={state?.kind ?? null}
                      says={state?.words ?? ''}
                      selected={selection.has(id)}
                      focused={index === focused}
                      renaming={renaming === id && !armed}
                      dragged={dragged?.has(id) ?? false}
                      into={drop?.into === index}
                    />
                  );
                })}
                {drop !== null && drop.line !== null ? (
                  <span className={styles.drop} style={{ top: drop.line * ROW, left: 84 + drop.depth * 20 }} />
                ) : null}
              </div>
            </div>
          </ListMenu>
        )}
        {over ? <div className={styles.over} /> : null}
        <DragGhost />
      </div>
      {armed || lines.length === 0 ? null : <AddBar over={over} />}
    </section>
  );
};

const Head = () => (
  <div role="rowgroup" className={table.head}>
    <div role="row" aria-rowindex={1} className={classNames(table.headRow, styles.headRow)}>
      {COLUMNS.map((column) => (
        <div
          key={column.name}
          role="columnheader"
          data-figure={'figure' in column || undefined}
          data-wide={'wide' in column || undefined}
        >
          {'unseen' in column ? <Unseen>{column.name}</Unseen> : column.name}
        </div>
      ))}
    </div>
  </div>
);

/** Nothing sounds and nothing is armed: Escape is no panic. */
const isQuiet = (armed: boolean): boolean => !armed && (useRun.getState().view?.runs.length ?? 0) === 0;

/** While the list is armed what comes next stays in sight. */
const useFollowedPlayhead = (armed: boolean, show: (index: number) => void): void => {
  const next = useRun((state) => state.view?.next?.cue ?? null);
  const latest = useRef(show);
  latest.current = show;
  useEffect(() => {
    if (!armed || next === null) return;
    const at = rowOf(rowsNow(), useRun.getState().steps, next);
    if (at !== null) latest.current(at);
  }, [armed, next]);
};

/** The keys begin at a cue: the next one, or the first. */
const lookSomewhere = (): void => {
  const { lead, view, steps } = useRun.getState();
  if (lead === null) useRun.setState({ lead: view?.next?.cue ?? steps[0]?.cue.id ?? null });
};

const rowUnder = (target: EventTarget, rows: readonly Row[]): Row | null => {
  const index = indexUnder(target);
  return index === null ? null : (rows[index] ?? null);
};
