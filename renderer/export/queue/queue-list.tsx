// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import type { ExportJob } from '../../../src/contract/index.ts';
import { indexUnder, reachOf, stepOf } from '../../ui/table-reach.ts';
import { moveJobs } from '../export-actions.ts';
import { chooseJobs, useExports } from '../export-store.ts';
import { filesText } from '../matrix/sheet.ts';
import { variantNames } from '../matrix/variant-names.ts';
import { jobName } from '../tell-news.ts';
import styles from './queue.module.css';
import { canMove, isOver, movedTo } from './queue-order.ts';
import { QueueRow, rowId } from './queue-row.tsx';

const ROW = 48;
/** Rows that are seen at once, and where none waits or runs; more are scrolled to. */
const [SEEN, OVER] = [6, 3];
/** How far the pointer goes before it is a drag. Pixels. */
const SLOP = 4;

/** A job in the words of the sheet, where it has it. */
export const useJobName = (): ((job: ExportJob) => string) => {
  const workouts = useExports((state) => state.workouts);
  return (job) => {
    const workout = workouts?.find(({ path }) => path === job.workout);
    const name = workout && variantNames(workout.rows).get(job.variant);
    return workout && name ? `${workout.title} · ${name} · ${job.format.toUpperCase()}` : jobName(job);
  };
};

interface Drag {
  readonly ids: ReadonlySet<string>;
  /** Before the row that stands here. */
  readonly at: number;
  /** Where the pointer is. */
  readonly x: number;
  readonly y: number;
}

/** The queue in its turn. Arrow keys go from job to job, Alt moves what is chosen, and a grip drags it. */
export const QueueList = ({ jobs }: { jobs: readonly ExportJob[] }) => {
  const grid = useRef<HTMLDivElement>(null);
  const chosen = useExports((state) => state.jobIds);
  const focus = useExports((state) => state.job);
  const held = useExports((state) => state.held);
  const nameOf = useJobName();
  const [drag, setDrag] = useState<Drag | null>(null);
  const began = useRef<{ readonly y: number; readonly ids: ReadonlySet<string> } | null>(null);
  const anchor = useRef<string | null>(null);
  const at = jobs.findIndex(({ id }) => id === focus);
  const rows = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => grid.current,
    estimateSize: () => ROW,
    getItemKey: (index) => jobs[index].id,
    overscan: 4,
  });
  const latest = useRef(rows);
  latest.current = rows;
  useEffect(() => {
    if (at >= 0) latest.current.scrollToIndex(at, { align: 'auto' });
  }, [at]);

  const choose = (index: number, reach: 'only' | 'extend' | 'toggle'): void => {
    const job = jobs[Math.min(jobs.length - 1, Math.max(0, index))];
    if (!job) return;
    const from = jobs.findIndex(({ id }) => id === (anchor.current ?? job.id));
    if (reach === 'extend' && from >= 0) {
      const [first, last] = [Math.min(from, index), Math.max(from, index)];
      chooseJobs(new Set(jobs.slice(Math.max(0, first), last + 1).map(({ id }) => id)), job.id);
      return;
    }
    anchor.current = job.id;
    const ids = new Set(reach === 'toggle' ? chosen : []);
    if (!ids.delete(job.id)) ids.add(job.id);
    chooseJobs(ids, job.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.target !== grid.current) return;
    const step = stepOf(event.key, SEEN - 1);
    if (event.altKey) return; // moving is a shortcut
    if (step !== null)
      choose(at < 0 ? 0 : Math.min(jobs.length - 1, Math.max(0, at + step)), event.shiftKey ? 'extend' : 'only');
    else if (event.key === ' ' && at >= 0) choose(at, 'toggle');
    else return;
    event.preventDefault();
  };
  const onClick = (event: MouseEvent): void => {
    const index = indexUnder(event.target);
    if (index === null || (event.target as Element).closest('button')) return;
    choose(index, reachOf(event));
  };

  const stop = (): void => {
    began.current = null;
    setDrag(null);
  };
  /** The place between two rows that is nearest to the pointer. */
  const placeAt = (y: number): number => {
    const box = grid.current?.getBoundingClientRect();
    if (!box || !grid.current) return 0;
    return Math.min(jobs.length, Math.max(0, Math.round((y - box.top + grid.current.scrollTop) / ROW)));
  };
  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    const index = indexUnder(event.target);
    const isGrip = (event.target as Element).closest('[data-grip]') !== null;
    const job = index === null ? undefined : jobs[index];
    if (!job || !isGrip || event.button !== 0 || !canMove(job)) return;
    began.current = { y: event.clientY, ids: chosen.has(job.id) ? chosen : new Set([job.id]) };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (!began.current || (drag === null && Math.abs(event.clientY - began.current.y) < SLOP)) return;
    setDrag({ ids: began.current.ids, at: placeAt(event.clientY), x: event.clientX, y: event.clientY });
  };
  const onPointerUp = (): void => {
    if (drag) void moveJobs(drag.ids, movedTo(jobs, drag.ids, drag.at));
    stop();
  };

  const dragging = drag !== null;
  useEffect(() => {
    if (!dragging) return;
    const press = (event: globalThis.KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      began.current = null;
      setDrag(null);
    };
    window.addEventListener('keydown', press, true);
    return () => window.removeEventListener('keydown', press, true);
  }, [dragging]);

  const items = rows.getVirtualItems();
  const active = items.some(({ index }) => index === at) ? rowId(jobs[at].id) : undefined;
  const target = drag ? movedTo(jobs, drag.ids, drag.at) : null;
  const carried = drag ? jobs.filter(({ id }) => drag.ids.has(id)) : [];
  return (
    <div
      ref={grid}
      role="grid"
      tabIndex={0}
      aria-label="Queue of exports"
      aria-rowcount={jobs.length}
      aria-colcount={2}
      aria-multiselectable
      aria-activedescendant={active}
      data-queue
      className={styles.list}
      style={{ height: Math.min(jobs.every(isOver) ? OVER : SEEN, jobs.length) * ROW + 1 }}
      data-dragging={drag !== null || undefined}
      onKeyDown={onKeyDown}
      onClick={onClick}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={stop}
      onLostPointerCapture={stop}
    >
      <div role="rowgroup" className={styles.body} style={{ height: rows.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <QueueRow
            key={jobs[index].id}
            job={jobs[index]}
            name={nameOf(jobs[index])}
            index={index}
            top={start}
            selected={chosen.has(jobs[index].id)}
            focused={index === at}
            held={held}
            dragged={drag?.ids.has(jobs[index].id) ?? false}
          />
        ))}
        {drag ? (
          <span className={styles.ghost} style={{ transform: `translate(${drag.x + 14}px, ${drag.y + 10}px)` }}>
            {carried.length === 1 ? nameOf(carried[0]) : filesText(carried.length)}
          </span>
        ) : null}
        {drag && target ? (
          <span className={styles.line} style={{ transform: `translateY(${drag.at * ROW}px)` }} />
        ) : null}
      </div>
    </div>
  );
};
