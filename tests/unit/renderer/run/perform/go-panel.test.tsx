// @vitest-environment happy-dom
import { Tooltip } from '@base-ui/react/tooltip';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Host } from '../../../../../renderer/host/index.ts';
import { GoPanel } from '../../../../../renderer/run/perform/index.ts';
import { useRun } from '../../../../../renderer/run/run-store.ts';
import { useSteering } from '../../../../../renderer/run/steer.ts';
import { useSteerShortcuts } from '../../../../../renderer/run/steer-shortcuts.ts';
import { listenToKeys } from '../../../../../renderer/shortcuts/listen-to-keys.ts';
import { goTo } from '../../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../../renderer/state/studio.ts';
import type { SessionLogLine, SessionView } from '../../../../../src/contract/index.ts';
import { type Frames, readCuelistDocument, type Seconds } from '../../../../../src/model/index.ts';
import { cuelistSteps } from '../../../../../src/plan/index.ts';

const { cuelist } = readCuelistDocument({
  id: 'show',
  name: 'Show',
  cues: [
    { id: 'doors', number: '1', name: 'Doors', layers: [{ role: 'background', file: 'a.wav' }] },
    {
      id: 'breath',
      number: '2',
      name: 'Breath',
      notes: 'Lower the lights.',
      hotkey: 'F5',
      layers: [{ file: 'b.wav' }],
    },
  ],
});
const none = { voice: 0 as Seconds, background: 0 as Seconds, generic: 0 as Seconds, total: 0 as Seconds };
const VIEW: SessionView = {
  ...{ path: '/show.json', name: 'Show', armed: true, arming: null, startedAt: null, runs: [], done: [] },
  clock: { frame: 0 as Frames, at: 0, running: false },
  next: { cue: 'breath', index: 1, ready: 1, total: 1 },
  ...{ held: { ...none, kept: 0 as Seconds }, limits: none },
  output: { state: 'open', device: '', latencyMs: null, underruns: 0, goToSoundMs: null },
  ...{ alarms: [], remotes: { oscPort: null, clients: 1 }, resume: null },
};
const running: SessionView['runs'][number] = {
  ...{ run: 0, cue: 'doors', index: 0, parent: null, phase: 'running', startAt: 0 as Frames, endAt: null },
  ...{ pausedAt: null, stopAt: null, follows: null, layers: [] },
};

const Room = () => {
  useSteerShortcuts();
  return (
    <Tooltip.Provider>
      <GoPanel />
      <input className="field" />
    </Tooltip.Provider>
  );
};

let asked: unknown[][] = [];
let place: HTMLElement;
let root: Root;
let end: () => void;

const see = (change: Partial<SessionView>): void => act(() => useRun.setState({ view: { ...VIEW, ...change } }));
const log = (line: Partial<SessionLogLine>): void => {
  const told = { number: 1, frame: 0 as Frames, at: 0, event: '', cue: null, layer: null, text: '', level: 'info' };
  act(() => useRun.setState(({ lines }) => ({ lines: [...lines, { ...told, ...line } as SessionLogLine] })));
};
const button = (name: RegExp): HTMLButtonElement =>
  [...place.querySelectorAll('button')].find((each) =>
    name.test(each.getAttribute('aria-label') ?? each.textContent ?? ''),
  )!;
const press = (key: string, target: Element = document.body): void =>
  act(() => void target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })));
const said = (role: 'status' | 'alert'): string => place.querySelector(`[role=${role}]`)?.textContent ?? '';

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  asked = [];
  const call = async (...given: unknown[]) => asked.push(given.slice(0, 2));
  useStudio.setState({ connection: 'connected', host: { kind: 'web', client: { call } } as unknown as Host });
  useRun.setState({ stage: 'open', cuelist, steps: cuelistSteps(cuelist!), view: VIEW, lines: [], list: null });
  useSteering.setState({ goes: 0, ignored: null, panicAt: null });
  goTo('run');
  end = listenToKeys(window);
  place = document.body.appendChild(document.createElement('div'));
  root = createRoot(place);
  act(() => root.render(<Room />));
});
afterEach(() => {
  act(() => root.unmount());
  end();
  document.body.innerHTML = '';
  vi.useRealTimers();
});

describe('GO', () => {
  it('says what comes next and that it is ready, and goes by hand and by Space', () => {
    expect(place.textContent).toContain('2 · Breath');
    expect(place.textContent).toContain('Lower the lights.');
    expect(place.textContent).toContain('ready');
    act(() => button(/^GO/).click());
    press(' ');
    expect(asked).toEqual([
      ['run.go', {}],
      ['run.go', {}],
    ]);
  });

  it('does nothing but say why while the list is not armed', () => {
    see({ armed: false });
    act(() => button(/^GO/).click());
    press(' ');
    press('F5');
    expect(asked).toEqual([]);
    expect(button(/^GO/).getAttribute('aria-disabled')).toBe('true');
    expect(place.textContent).toContain('Arm the list to go');
    see({ next: null });
    expect(place.textContent).toContain('The list is at its end');
  });

  it('says that one was none, whoever gave it', () => {
    log({ number: 7, event: 'session.armed', text: 'Show mode: armed' });
    log({ number: 8, event: 'go.ignored', text: 'GO was ignored: too soon after the last GO' });
    expect(button(/^GO/).textContent).toContain('too soon');
    expect(said('status')).toContain('GO was ignored');
  });

  it('of another room is not given', () => {
    act(() => goTo('library'));
    press(' ');
    press('F5');
    expect(asked).toEqual([]);
  });
});

describe('hotkeys', () => {
  it('fire their cue while the list is armed, and never in a field', () => {
    press('F5', place.querySelector('.field')!);
    expect(asked).toEqual([]);
    press('F5');
    expect(asked).toEqual([['run.jump', { cue: 'breath', fire: true }]]);
  });
});

describe('panic', () => {
  it('says that a second press is silence, and is Escape', () => {
    vi.useFakeTimers();
    press('Escape');
    expect(asked).toEqual([['run.panic', {}]]);
    expect(place.textContent).toContain('press again: silent now');
    expect(said('alert')).toBe('Panic. Fading.');
    act(() => void vi.advanceTimersByTime(1_100));
    expect(place.textContent).not.toContain('press again');
    press('Escape');
    press('Escape');
    expect(place.textContent).not.toContain('press again');
    expect(said('alert')).toBe('Silent.');
  });
});

describe('pause and fade', () => {
  it('are there once something sounds; a pause is taken back by the same key', () => {
    expect(button(/^Pause/).disabled).toBe(true);
    see({ runs: [running] });
    press('p');
    press('f');
    see({ runs: [{ ...running, pausedAt: 5 as Frames }] });
    expect(button(/^Go on/)).toBeDefined();
    press('p');
    expect(asked).toEqual([
      ['run.pause', { run: null }],
      ['run.stop', { run: null, seconds: 3 }],
      ['run.resume', { run: null }],
    ]);
  });
});

describe('alarms and offers', () => {
  it('are in sight in words, and said at once', () => {
    see({ alarms: [{ kind: 'output-lost', message: 'Focusrite is gone', since: 0, cue: null }] });
    expect(place.querySelector('ul[aria-label=Alarms]')?.textContent).toContain('Output lostFocusrite is gone');
    expect(said('alert')).toBe('Output lost: Focusrite is gone');
  });

  it('offer to go on with a show that was cut off', () => {
    see({ resume: { at: 0, what: '2 “Breath”, 2:49 of it' } });
    act(() => button(/Go on from there/).click());
    act(() => button(/Forget it/).click());
    expect(place.textContent).toContain('2:49 of it');
    expect(asked).toEqual([
      ['run.goOn', {}],
      ['run.dropResume', {}],
    ]);
  });
});
