import { type RefObject, useEffect } from 'react';
import { announce } from '../announce.tsx';
import { useRun } from '../run-store.ts';
import { dropTarget } from './drop-target.ts';
import { moveTo } from './list-commands.ts';
import { HEAD, ROW } from './list-measures.ts';
import { choose, rowsNow, useList } from './list-store.ts';

/** So far a press has to go before it is a drag, CSS pixels. */
const SLACK = 4;
/** So near to an edge the list scrolls, CSS pixels, and so fast at the very edge, CSS pixels a frame. */
const EDGE = 36;
const FASTEST = 16;

/** Where a pointer is in the list: in rows from its top. */
export const rowsFromTop = (grid: HTMLElement, clientY: number): number =>
  (clientY - grid.getBoundingClientRect().top - HEAD + grid.scrollTop) / ROW;

/** How far to scroll in this frame: 0 away from the edges. */
export const scrollAt = (grid: HTMLElement, clientY: number): number => {
  const { top, bottom } = grid.getBoundingClientRect();
  const past = clientY < top + HEAD + EDGE ? clientY - top - HEAD - EDGE : Math.max(0, clientY - bottom + EDGE);
  return (Math.sign(past) * Math.min(EDGE, Math.abs(past)) * FASTEST) / EDGE;
};

/** Rows dragged by the pointer, for as long as the list is on the page: one owner of its listeners and of the drag. */
const attach = (grid: HTMLElement): (() => void) => {
  let pressed: { readonly pointer: number; readonly x: number; readonly y: number; readonly id: string } | null = null;
  let at: { readonly clientX: number; readonly clientY: number } | null = null;
  let frame = 0;
  /** A drag has just ended: the click that may follow would choose what lies under the pointer. */
  let dropped = false;
  const ended = new AbortController();
  const { signal } = ended;
  const dragged = () => useList.getState().dragged;

  const end = (): void => {
    if (pressed && grid.hasPointerCapture(pressed.pointer)) grid.releasePointerCapture(pressed.pointer);
    pressed = null;
    cancelAnimationFrame(frame);
    frame = 0;
    if (dragged() !== null) useList.setState({ dragged: null, drop: null });
  };
  const begin = (id: string): void => {
    const { selection } = useRun.getState();
    if (!selection.has(id)) choose(id, 'only');
    useList.setState({ dragged: useRun.getState().selection, drop: null, renaming: null });
  };
  const look = (): void => {
    frame = 0;
    const moved = dragged();
    if (at === null || moved === null) return;
    const by = scrollAt(grid, at.clientY);
    const before = grid.scrollTop;
    if (by !== 0) grid.scrollTop += by;
    const drop = dropTarget(rowsNow(), useRun.getState().steps, rowsFromTop(grid, at.clientY), moved);
    useList.setState({ drop });
    if (grid.scrollTop !== before) frame = requestAnimationFrame(look);
  };

  const down = (event: PointerEvent): void => {
    dropped = false;
    const target = event.target as Element;
    const row = target.closest<HTMLElement>('[data-index]');
    if (event.button !== 0 || pressed || !row || target.closest('[data-quiet], input')) return;
    const id = rowsNow()[Number(row.dataset.index)]?.step.cue.id;
    if (id !== undefined) pressed = { pointer: event.pointerId, x: event.clientX, y: event.clientY, id };
  };
  const move = (event: PointerEvent): void => {
    if (pressed?.pointer !== event.pointerId) return;
    if (event.buttons === 0) {
      end();
      return;
    }
    at = event;
    if (dragged() === null) {
      if (Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y) < SLACK) return;
      grid.setPointerCapture(event.pointerId);
      begin(pressed.id);
    }
    if (frame === 0) frame = requestAnimationFrame(look);
  };
  const up = (event: PointerEvent): void => {
    if (pressed?.pointer !== event.pointerId) return;
    const moved = dragged();
    if (moved === null) {
      end();
      return;
    }
    // What was not looked at since is, before it ends.
    at = event;
    look();
    const { drop } = useList.getState();
    end();
    dropped = true;
    if (drop) void moveTo(moved, drop.place);
  };
  const click = (event: MouseEvent): void => {
    if (dropped) event.stopPropagation();
    dropped = false;
  };
  const cancel = (): void => {
    if (dragged() !== null) announce('Nothing was moved');
    end();
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || dragged() === null) return;
    // It cancels the drag and nothing else: it is no panic.
    event.preventDefault();
    event.stopImmediatePropagation();
    cancel();
  };

  grid.addEventListener('pointerdown', down, { signal });
  grid.addEventListener('pointermove', move, { signal });
  grid.addEventListener('pointerup', up, { signal });
  grid.addEventListener('pointercancel', cancel, { signal });
  window.addEventListener('click', click, { signal, capture: true });
  window.addEventListener('keydown', key, { signal, capture: true });
  return () => {
    end();
    ended.abort();
  };
};

/** Lets rows be dragged to another place, several at once, also into groups. */
export const useRowDrag = (grid: RefObject<HTMLDivElement | null>, enabled: boolean): void => {
  const empty = useRun(({ steps }) => steps.length === 0);
  useEffect(() => (grid.current && enabled && !empty ? attach(grid.current) : undefined), [grid, enabled, empty]);
};
