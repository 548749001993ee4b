// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { useFrameShortcuts } from '../../../../renderer/frame/use-frame-shortcuts.ts';
import type { Host } from '../../../../renderer/host/index.ts';
import { goTo, useNavigation } from '../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';

type Choose = (action: string, argument: string | null) => void;
const Frame = () => {
  useFrameShortcuts();
  return null;
};

afterEach(() => {
  useStudio.setState(useStudio.getInitialState(), true);
  vi.unstubAllGlobals();
});

it('does what the menu chose, and first what the application was started with', async () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  goTo('library');
  const opened: unknown[] = [];
  let choose: Choose = () => undefined;
  const client = {
    call: async (command: string, input: { path: string }) => {
      opened.push([command, input]);
      return input;
    },
    on: () => () => undefined,
  };
  const onMenu = (listener: Choose): void => {
    choose = listener;
    listener('file.open', '/w/hill.json'); // It waited for somebody to listen.
  };
  useStudio.setState({ host: { kind: 'desktop', client, onMenu } as unknown as Host });
  const root = createRoot(document.createElement('div'));
  await act(async () => root.render(<Frame />));
  expect(opened).toEqual([['workouts.open', { path: '/w/hill.json' }]]);
  expect(useNavigation.getState().room).toBe('edit');
  act(() => choose('go.export', null));
  act(() => choose('no.such.thing', null));
  expect(useNavigation.getState().room).toBe('export');
  act(() => root.unmount());
});
