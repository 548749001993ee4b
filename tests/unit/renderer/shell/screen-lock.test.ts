// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createScreenLock, type ScreenLock } from '../../../../renderer/host/screen-lock.ts';

/** A browser's lock: gone when it is let go of, or when the browser takes it away. */
class Lock extends EventTarget {
  released = false;
  async release(): Promise<void> {
    if (this.released) return;
    this.released = true;
    this.dispatchEvent(new Event('release'));
  }
}

describe('the screen lock of a browser', () => {
  let locks: Lock[];
  let refuse: boolean;
  let hidden: boolean;
  let heard: boolean[];
  let screen: ScreenLock;
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const see = (seen: boolean): void => {
    hidden = !seen;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  const held = () => locks.filter(({ released }) => !released).length;
  const open = (): void => {
    screen = createScreenLock();
    screen.onHeld((isHeld) => heard.push(isHeld));
  };

  beforeEach(() => {
    [locks, refuse, hidden, heard] = [[], false, false, []];
    vi.spyOn(document, 'hidden', 'get').mockImplementation(() => hidden);
    const request = async () => {
      if (refuse) throw new DOMException('The battery is low', 'NotAllowedError');
      const lock = new Lock();
      locks.push(lock);
      return lock;
    };
    Object.assign(navigator, { wakeLock: { request } });
  });
  afterEach(() => {
    screen.hold(false);
    Reflect.deleteProperty(navigator, 'wakeLock');
    vi.restoreAllMocks();
  });

  it('is held while it is wanted, and says so', async () => {
    open();
    await settle();
    expect([held(), heard]).toEqual([0, [false]]);
    screen.hold(true);
    screen.hold(true);
    await settle();
    expect([locks.length, held(), heard]).toEqual([1, 1, [false, true]]);
    screen.hold(false);
    await settle();
    expect([locks.length, held(), heard]).toEqual([1, 0, [false, true, false]]);
  });

  it('is let go of where it came after it was wanted, and kept where it is wanted again', async () => {
    open();
    screen.hold(true);
    screen.hold(false);
    await settle();
    expect([locks.length, held(), heard.at(-1)]).toEqual([1, 0, false]);
    screen.hold(true);
    await settle();
    screen.hold(false);
    screen.hold(true);
    await settle();
    expect([held(), heard.at(-1)]).toEqual([1, true]);
  });

  it('is taken again when the page is seen again', async () => {
    open();
    screen.hold(true);
    await settle();
    see(false);
    await locks[0].release();
    expect(heard).toEqual([false, true, false]);
    see(true);
    await settle();
    expect([locks.length, held(), heard.at(-1)]).toEqual([2, 1, true]);
    screen.hold(false);
    await settle();
    see(false);
    see(true);
    await settle();
    expect([locks.length, held()]).toEqual([2, 0]);
  });

  it('says that it is not held where the browser refuses it, or has none', async () => {
    refuse = true;
    open();
    screen.hold(true);
    await settle();
    refuse = false;
    expect([locks.length, heard]).toEqual([0, [false]]);
    see(true);
    await settle();
    expect(heard).toEqual([false, true]);
    screen.hold(false);
    await settle();

    Reflect.deleteProperty(navigator, 'wakeLock');
    heard = [];
    open();
    screen.hold(true);
    await settle();
    expect(heard).toEqual([false]);
  });
});
