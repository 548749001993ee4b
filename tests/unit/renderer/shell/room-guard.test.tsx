// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RoomGuard } from '../../../../renderer/frame/room-guard.tsx';

let place: HTMLElement;
let root: Root;
let isBroken = true;
const Room = () => {
  if (isBroken) throw new Error('no such column');
  return <p>All rows</p>;
};

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  vi.spyOn(console, 'error').mockImplementation(() => undefined); // React tells of what was caught
  place = document.createElement('div');
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

it('shows what is wrong instead of a room that cannot be drawn, beside a frame that stands, and the room again', () => {
  isBroken = true;
  act(() =>
    root.render(
      <>
        <nav>Rooms</nav>
        <RoomGuard>
          <Room />
        </RoomGuard>
      </>,
    ),
  );
  expect(place.textContent).toContain('Rooms');
  expect(place.textContent).toContain('no such column');
  isBroken = false;
  act(() => place.querySelector('button')?.click());
  expect(place.textContent).toBe('RoomsAll rows');
});
