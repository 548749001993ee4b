// @vitest-environment happy-dom
import { Tooltip } from '@base-ui/react/tooltip';
import { act } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { useExports } from '../../../../renderer/export/export-store.ts';
import { JobsTray } from '../../../../renderer/jobs/jobs-tray.tsx';
import { useNavigation } from '../../../../renderer/state/navigation.ts';
import { useStudio } from '../../../../renderer/state/studio.ts';
import type { Job } from '../../../../src/contract/index.ts';
import { job } from '../export/export-samples.ts';

const imported: Job = {
  ...{ id: 'i', kind: 'import', label: 'Import', state: 'running', detail: '1 of 2 files', fraction: 0.5, rate: null },
  ...{ remainingSeconds: null, failure: null, problems: [], startedAt: 1, endedAt: null },
};

describe('the jobs tray', () => {
  let place: HTMLElement;
  let root: Root;
  const items = () => [...place.querySelectorAll('li')].map(({ textContent }) => textContent);

  beforeEach(() => {
    vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true);
    useStudio.setState({ jobs: [] });
    useExports.setState({ held: false, jobs: [job('a', 'queued'), job('b', 'queued'), job('c', 'done')] });
    useNavigation.setState({ room: 'run', jobsOpen: true });
    place = document.body.appendChild(document.createElement('div'));
    root = createRoot(place);
    act(() =>
      root.render(
        <Tooltip.Provider>
          <JobsTray />
        </Tooltip.Provider>,
      ),
    );
  });
  afterEach(() => {
    act(() => root.unmount());
    place.remove();
    vi.unstubAllGlobals();
  });

  it('says which exports wait for the end of a show, before the jobs, and leads to them', () => {
    expect(items()).toEqual([]);
    expect(place.textContent).toContain('Nothing runs.');
    act(() => useExports.setState({ held: true }));
    act(() => useStudio.setState({ jobs: [imported] }));
    expect(items()).toHaveLength(2);
    expect(items()[0]).toBe('Export of 2 fileswaitingWaits until the show is overShow in Export');
    expect(items()[1]).toContain('Import');
    expect(place.textContent).not.toContain('Nothing runs.');
    const show = [...place.querySelectorAll('button')].find(({ textContent }) => textContent === 'Show in Export');
    act(() => show!.click());
    expect(useNavigation.getState()).toMatchObject({ room: 'export', jobsOpen: false });
  });

  it('says nothing of them once the show is over, or where none waits', () => {
    act(() => useExports.setState({ held: true }));
    expect(items()).toHaveLength(1);
    act(() => useExports.setState({ held: false }));
    expect(items()).toEqual([]);
    act(() => useExports.setState({ held: true, jobs: [job('c', 'done')] }));
    expect(place.textContent).toContain('Nothing runs.');
  });
});
