import { Group, Panel, Separator } from 'react-resizable-panels';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { readKept, writeKept } from '../state/kept.ts';
import { Split } from '../ui/split.tsx';
import { useMedia } from '../ui/use-media.ts';
import { EditBar } from './edit-bar.tsx';
import styles from './edit-room.module.css';
import { TimelineHand } from './hand/index.ts';
import { EditInspector } from './inspector/index.ts';
import { askForMusic, locateTrack } from './music-choice.ts';
import { Panels } from './panels/panels.tsx';
import { Timeline } from './timeline/index.ts';
import { useKeptFocus } from './use-kept-focus.ts';

/** Height of the panels below the timeline, CSS pixels. */
const [LEAST, USUAL] = [140, 250];
/** The timeline keeps at least so much. */
const LEAST_TIMELINE = 200;

const TimelineOfHand = () => (
  <Timeline onLocate={(track) => void locateTrack(track)} onAddMusic={() => askForMusic('add')}>
    <TimelineHand />
  </Timeline>
);

const Work = () => {
  const isNarrow = useMedia('(width < 800px)');
  if (isNarrow)
    return (
      <>
        <div className={styles.timelineAlone}>
          <TimelineOfHand />
        </div>
        <div className={styles.panelsAlone}>
          <Panels />
        </div>
      </>
    );
  return (
    <Group className={styles.work} orientation="vertical">
      <Panel minSize={LEAST_TIMELINE} className={styles.timeline}>
        <TimelineOfHand />
      </Panel>
      <Separator className={styles.line} aria-label="Height of the panels" />
      <Panel
        className={styles.panels}
        defaultSize={Math.max(LEAST, Number(readKept('edit.panels')) || USUAL)}
        minSize={LEAST}
        maxSize="80%"
        groupResizeBehavior="preserve-pixel-size"
        onResize={({ inPixels }) => writeKept('edit.panels', String(Math.round(inPixels)))}
      >
        <Panels />
      </Panel>
    </Group>
  );
};

/** The open workout: its bar, its timeline with the panels below, and what is known of what is selected. */
export const Editor = () => {
  useKeptFocus();
  useShortcut('edit.track.add', () => askForMusic('add'));
  return (
    <>
      <EditBar />
      <Split name="edit" inspectorLabel="What is selected" inspector={<EditInspector />}>
        <Work />
      </Split>
    </>
  );
};
