import type { Lanes } from './lanes.ts';
import styles from './timeline.module.css';
import { type TimelineGhost, useTimelineGhost } from './timeline-ghost.ts';
import { useTimelineView, xOf } from './timeline-view.ts';

/** What a drag shows beside the things it moves: what they snap to, the time, the rectangle that chooses, what would be dropped. */
export const GhostOverlay = ({ lanes }: { lanes: Lanes }) => {
  const ghost = useTimelineGhost((state) => state.ghost);
  return ghost === null ? null : <Shown ghost={ghost} lanes={lanes} />;
};

const Shown = ({ ghost: { snap, pointer, marquee, drop }, lanes }: { ghost: TimelineGhost; lanes: Lanes }) => {
  const view = useTimelineView();
  const at = (frame: number): string => `translateX(${Math.round(xOf(view, frame))}px)`;
  return (
    <div className={styles.ghost} aria-hidden>
      {drop ? (
        <div
          className={styles.drop}
          data-kind={drop.kind}
          style={{
            transform: at(drop.frame),
            top: lanes[drop.kind === 'track' ? 'music' : 'cues'].top,
            height: lanes[drop.kind === 'track' ? 'music' : 'cues'].height,
            width: Math.max(2, drop.length / view.framesPerPixel),
          }}
        >
          <span>{drop.label}</span>
        </div>
      ) : null}
      {marquee ? (
        <div
          className={styles.marquee}
          style={{
            transform: at(marquee.start),
            top: marquee.top,
            height: marquee.bottom - marquee.top,
            width: (marquee.end - marquee.start) / view.framesPerPixel,
          }}
        />
      ) : null}
      {snap ? (
        <div className={styles.snap} style={{ transform: at(snap.frame), top: lanes.ruler.height }}>
          <span>{snap.name}</span>
        </div>
      ) : null}
      {pointer ? (
        <div className={styles.time} style={{ transform: at(pointer.frame) }}>
          <span>{pointer.text}</span>
        </div>
      ) : null}
    </div>
  );
};
