// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { useExports } from '../../../../renderer/export/export-store.ts';
import { ShareStrip } from '../../../../renderer/export/strip/share-strip.tsx';
import type { Host } from '../../../../renderer/host/index.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import type { ExportOutline } from '../../../../src/contract/index.ts';
import { madeOf } from './export-samples.ts';

const OUTLINE: ExportOutline = {
  ...{ seconds: 300, peaks: [0.1, 0.5], shortTerm: [-20, -14], report: null },
  encoded: [
    { start: 10.04, end: 12 },
    { start: 140, end: 198.5 },
  ],
};
const asked: unknown[] = [];
let place: HTMLElement;
let root: Root;

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  asked.length = 0;
  const call = async (command: string, input: unknown) => {
    asked.push([command, input]);
    return OUTLINE;
  };
  useStudio.setState({ host: { client: { call } } as unknown as Host });
  useExports.setState(useExports.getInitialState(), true);
  place = document.createElement('div');
  root = createRoot(place);
});
afterEach(() => {
  act(() => root.unmount());
  vi.unstubAllGlobals();
});

const listed = (): (string | null)[] => [...place.querySelectorAll('ul li')].map(({ textContent }) => textContent);

it('lists where the stretches lie that were encoded, for who cannot point at them', async () => {
  const made = madeOf('full');
  await act(async () => root.render(<ShareStrip made={made} title="Hill · Full · MP3" before={null} />));
  expect(asked).toEqual([['exports.outline', { path: made.path, sha256: made.sha256 }]]);
  expect(place.querySelector('[role=img]')?.getAttribute('aria-label')).toContain('2 stretches encoded');
  expect(place.querySelector('ul')?.getAttribute('aria-label')).toBe('Encoded for this file');
  expect(listed()).toEqual(['0:10.0 to 0:12.0', '2:20.0 to 3:18.5']);
});

it('says that a file was replaced since, and draws no other', async () => {
  const made = madeOf('full', { sha256: 'b'.repeat(64), madeAt: 500 });
  useExports.setState({ history: [madeOf('full'), made] });
  await act(async () => root.render(<ShareStrip made={made} title="Hill · Full · MP3" before={null} />));
  expect(place.textContent).toMatch(/Replaced since, .*: another file lies in its place\./);
  expect([place.querySelector('[role=img]'), listed()]).toEqual([null, []]);
});

it('says that it is of the file before the one that is being made', async () => {
  const made = madeOf('full');
  await act(async () => root.render(<ShareStrip made={made} title="Hill · Full · MP3" before="running" />));
  expect(place.querySelector('[role=img]')?.getAttribute('aria-label')).toMatch(/^Hill · Full · MP3, the file before/);
  expect(place.textContent).toContain('the file before the one being made');
});
