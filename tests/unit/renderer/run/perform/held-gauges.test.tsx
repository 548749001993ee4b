// @vitest-environment happy-dom
import { act } from 'react';
import { createRoot } from 'react-dom/client';
import { afterEach, expect, it, vi } from 'vitest';
import { HeldGauges } from '../../../../../renderer/run/perform/held-gauges.tsx';
import { useRun } from '../../../../../renderer/run/run-store.ts';
import type { SessionView } from '../../../../../src/contract/index.ts';

afterEach(() => {
  useRun.setState({ view: null });
  vi.unstubAllGlobals();
});

it('has a gauge for each role, for heads that are kept, and for all, each with its word and its limit', () => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
  const held = { voice: 8.6, background: 4, generic: 0, kept: 2.3, total: 14.9 };
  const limits = { voice: 10, background: 12, generic: 5, total: 20 };
  useRun.setState({ view: { held, limits } as SessionView });
  const place = document.createElement('div');
  const root = createRoot(place);
  act(() => root.render(<HeldGauges />));
  const shown = [...place.querySelectorAll('li')].map(({ textContent }) => textContent);
  expect(shown).toEqual([
    'voice8.6 / 10 s',
    'background4.0 / 12 s',
    'generic0.0 / 5 s',
    'kept heads2.3 / 20 s',
    'in all14.9 / 20 s',
  ]);
  const bars = [...place.querySelectorAll<HTMLElement>('[aria-hidden] span')].map(({ style }) => style.transform);
  expect(bars[3]).toBe('scaleX(0.115)');
  act(() => root.unmount());
});
