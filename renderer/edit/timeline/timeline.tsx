import { type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import { useStudio } from '../../state/studio.ts';
import { useDeviceSize, useTheme } from '../../waveform/look.ts';
import { useEditor } from '../edit-store.ts';
import { CueList, optionId } from './cue-list.tsx';
import { GhostOverlay } from './ghost-overlay.tsx';
import { LaneNames } from './lane-names.tsx';
import { Minimap } from './minimap.tsx';
import { listenToPan } from './pan-gesture.ts';
import { lanesOf } from './picture.ts';
import { followPlayhead } from './playhead-line.ts';
import { listenToRuler } from './ruler-gestures.ts';
import { createStage, type Stage } from './stage.ts';
import styles from './timeline.module.css';
import { useTimelineElement } from './timeline-element.ts';
import { useTimelineGhost } from './timeline-ghost.ts';
import { type TimelineActions, TimelineSkeleton, TimelineStates } from './timeline-states.tsx';
import { timelineView, useTimelineView, xOf } from './timeline-view.ts';
import { useScene } from './use-scene.ts';
import { listenToWheel } from './wheel.ts';

export interface TimelineProps extends TimelineActions {
  /** The box of the lanes. Others reach it with `useTimelineElement`. */
  ref?: Ref<HTMLDivElement>;
  /** Laid over the lanes: fields and menus that stand at a place of them. */
  children?: ReactNode;
}

/** The open workout in time: all of it, and beneath that the part that is looked at. Fills its box. */
export const Timeline = ({ ref, children, ...actions }: TimelineProps) => {
  const outer = useRef<HTMLDivElement>(null);
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const head = useRef<HTMLDivElement>(null);
  useImperativeHandle(ref, () => box.current!, []);
  const stage = useStage(box, canvas);
  usePlayheadLine(head);
  useGestures(outer, box);

  const scene = useScene();
  const height = useTimelineView((view) => view.height);
  const laneScroll = useTimelineView((view) => view.laneScroll);
  const lanes = lanesOf(scene, { height, laneScroll });
  const isOpen = useEditor((state) => state.workout !== null);
  const lead = useEditor((state) => state.selection.lead);
  // What a drag would do is said when it is done: hundreds of places would be written with every move.
  const told = useRef(scene.cues);
  if (useTimelineGhost.getState().ghost === null) told.current = scene.cues;
  return (
    <div ref={outer} className={styles.timeline}>
      <Minimap stage={stage} />
      <div className={styles.lanes}>
        <div
          ref={box}
          className={styles.box}
          role="listbox"
          tabIndex={0}
          aria-label="Cues on the timeline"
          aria-multiselectable
          aria-activedescendant={lead === null ? undefined : optionId(lead)}
          data-timeline
        >
          <canvas ref={canvas} className={styles.canvas} aria-hidden />
          <CueList cues={told.current} />
        </div>
        {height > 0 && isOpen ? <LaneNames lanes={lanes} scene={scene} stage={stage} /> : null}
        <div ref={head} className={styles.playhead} aria-hidden />
        <GhostOverlay lanes={lanes} />
        {height === 0 ? null : isOpen ? (
          <TimelineStates scene={scene} lanes={lanes} actions={actions} />
        ) : (
          <TimelineSkeleton lanes={lanes} />
        )}
        {children}
      </div>
    </div>
  );
};

/** The painter of a canvas, for as long as it is there. */
const useStage = (
  box: { readonly current: HTMLDivElement | null },
  canvas: { readonly current: HTMLCanvasElement | null },
): Stage | null => {
  const host = useStudio((state) => state.host);
  const [stage, setStage] = useState<Stage | null>(null);
  const { width, height, ratio } = useDeviceSize(box);
  const theme = useTheme();
  useEffect(() => {
    if (!canvas.current || !host) return;
    const made = createStage(canvas.current, host);
    setStage(made);
    return () => {
      setStage(null);
      made.close();
    };
  }, [canvas, host]);
  useEffect(() => stage?.resize(width, height, ratio), [stage, width, height, ratio]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another theme has other colours
  useEffect(() => stage?.restyle(), [stage, theme]);
  return stage;
};

const usePlayheadLine = (head: { readonly current: HTMLElement | null }): void => {
  useEffect(() => {
    if (!head.current) return;
    const place = (frame: number): number | null => {
      const view = timelineView();
      const x = xOf(view, frame);
      return x < -8 || x > view.width + 8 ? null : x;
    };
    return followPlayhead([{ element: head.current, place }], true);
  }, [head]);
};

const useGestures = (
  outer: { readonly current: HTMLElement | null },
  box: { readonly current: HTMLElement | null },
): void => {
  useEffect(() => {
    if (!outer.current || !box.current) return;
    useTimelineElement.setState({ element: box.current });
    const ends = [listenToPan(box.current), listenToRuler(box.current), listenToWheel(outer.current)];
    return () => {
      useTimelineElement.setState({ element: null });
      for (const end of ends) end();
    };
  }, [outer, box]);
};
