import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { readKept, writeKept } from '../state/kept.ts';
import { Segmented } from '../ui/segmented.tsx';
import { useMedia } from '../ui/use-media.ts';
import { Inspector } from './inspector/index.ts';
import { CueList } from './list/index.ts';
import { GoPanel, NowPane, Performance } from './perform/index.ts';
import { RunBar } from './run-bar.tsx';
import styles from './run-session.module.css';
import { useRun } from './run-store.ts';
import { useSteerShortcuts } from './steer-shortcuts.ts';

/** Width of the side with GO, CSS pixels. */
const [LEAST_SIDE, USUAL_SIDE, MOST_SIDE] = [340, 440, 720];
/** Height of what sounds now below the list, CSS pixels. */
const [LEAST_NOW, USUAL_NOW] = [120, 214];
const LEAST_LIST = 160;

const kept = (name: string, usual: number, least: number, most = Number.POSITIVE_INFINITY): number =>
  Math.min(most, Math.max(least, Number(readKept(name)) || usual));

const keep =
  (name: string) =>
  ({ inPixels }: { inPixels: number }): void =>
    writeKept(name, String(Math.round(inPixels)));

const BELOW = [
  { value: 'sounds', label: 'What sounds' },
  { value: 'selected', label: 'What is selected' },
] as const;

/** Edit mode while what was fired goes on: that is in sight first, and what is selected one press away. */
const SoundsOn = () => {
  const [shown, setShown] = useState<(typeof BELOW)[number]['value']>('sounds');
  return (
    <>
      <div className={styles.below}>
        <Segmented label="Below GO" value={shown} choices={BELOW} onChange={setShown} />
      </div>
      {shown === 'sounds' ? <Performance /> : <Inspector />}
    </>
  );
};

/** GO stays in sight; below it what sounds, or in Edit mode what is selected. */
const Side = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const sounds = useRun(({ view }) => (view?.runs.length ?? 0) > 0);
  return (
    <aside className={styles.side} aria-label={armed ? 'Show' : 'GO, and what is selected'}>
      <GoPanel />
      {armed ? <Performance /> : sounds ? <SoundsOn /> : <Inspector />}
    </aside>
  );
};

/** The open session: its list, GO and what sounds, in parts whose sizes are remembered. */
export const RunSession = () => {
  const isNarrow = useMedia('(width < 800px)');
  useSteerShortcuts();
  if (isNarrow)
    // A small window, or a large one at 200 %: GO first, and the page scrolls.
    return (
      <>
        <RunBar />
        <div className={styles.stack}>
          <Side />
          <div className={styles.listAlone}>
            <CueList />
          </div>
          <div className={styles.nowAlone}>
            <NowPane />
          </div>
        </div>
      </>
    );
  return (
    <>
      <RunBar />
      <Group className={styles.split} orientation="horizontal">
        <Panel className={styles.work} minSize={280}>
          <Group className={styles.split} orientation="vertical">
            <Panel className={styles.list} minSize={LEAST_LIST}>
              <CueList />
            </Panel>
            <Separator className={styles.across} aria-label="Height of what sounds now" />
            <Panel
              className={styles.now}
              defaultSize={kept('run.now', USUAL_NOW, LEAST_NOW)}
              minSize={LEAST_NOW}
              maxSize="60%"
              groupResizeBehavior="preserve-pixel-size"
              onResize={keep('run.now')}
            >
              <NowPane />
            </Panel>
          </Group>
        </Panel>
        <Separator className={styles.down} aria-label="Width of the side with GO" />
        <Panel
          className={styles.panel}
          defaultSize={kept('run.side', USUAL_SIDE, LEAST_SIDE, MOST_SIDE)}
          minSize={LEAST_SIDE}
          maxSize={MOST_SIDE}
          groupResizeBehavior="preserve-pixel-size"
          onResize={keep('run.side')}
        >
          <Side />
        </Panel>
      </Group>
    </>
  );
};
