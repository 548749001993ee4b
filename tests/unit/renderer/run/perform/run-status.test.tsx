// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../../../../renderer/host/index.ts';
import { RunStatus } from '../../../../../renderer/run/perform/index.ts';
import { feedRun, useRun } from '../../../../../renderer/run/run-store.ts';
import { useStudio } from '../../../../../renderer/state/studio.ts';
import type { SessionView } from '../../../../../src/contract/index.ts';
import type { Frames, Seconds } from '../../../../../src/model/index.ts';

const none = { voice: 0 as Seconds, background: 0 as Seconds, generic: 0 as Seconds, total: 0 as Seconds };
const VIEW: SessionView = {
  ...{ path: '/show.json', name: 'Show', armed: false, arming: null, startedAt: null, runs: [], done: [], next: null },
  clock: { frame: 0 as Frames, at: 0, running: false },
  ...{ held: { ...none, kept: 0 as Seconds }, limits: none },
  output: { state: 'open', device: '', latencyMs: null, underruns: 0, goToSoundMs: null },
  ...{ alarms: [], remotes: { oscPort: null, clients: 1 }, resume: null },
};

describe('what the status line says is held off', () => {
  let place: HTMLElement;
  let root: Root;
  /** What the page's lock was told last, and what it tells. */
  let wanted: boolean;
  let tellHeld: (isHeld: boolean) => void;
  const see = (armed: boolean): void => act(() => useRun.setState({ view: { ...VIEW, armed } }));
  const open = (screenLock: Host['screenLock']): void => {
    const nothing = () => () => undefined;
    useStudio.setState({
      host: { screenLock, client: { on: nothing }, onSeen: nothing, onState: nothing } as unknown as Host,
    });
    feedRun();
    act(() => root.render(<RunStatus />));
  };
  const browser: Host['screenLock'] = {
    hold: (on) => {
      wanted = on;
    },
    onHeld(listener) {
      tellHeld = listener;
      listener(false);
    },
  };

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    wanted = false;
    useRun.setState({ view: VIEW });
    place = document.createElement('div');
    root = createRoot(place);
  });
  afterEach(() => {
    act(() => root.unmount());
    useRun.setState({ view: null });
    vi.unstubAllGlobals();
  });

  it('is sleep and updates in the desktop application, while a show is armed', () => {
    open(null);
    expect(place.textContent).not.toContain('Sleep');
    see(true);
    expect(place.textContent).toContain('Sleep blocked · updates paused');
    see(false);
    expect(place.textContent).not.toContain('Sleep');
  });

  it('is the screen in a browser, once it is kept on, and else nothing', () => {
    open(browser);
    expect(wanted).toBe(false);
    see(true);
    expect(wanted).toBe(true);
    expect(place.textContent).toContain('Nothing keeps the computer from sleep');
    act(() => tellHeld(true));
    expect(place.textContent).toContain('Screen kept on');
    act(() => tellHeld(false));
    expect(place.textContent).toContain('Nothing keeps the computer from sleep');
    see(false);
    expect(wanted).toBe(false);
    expect(place.textContent).not.toContain('sleep');
  });
});
