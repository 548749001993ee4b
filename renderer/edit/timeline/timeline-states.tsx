import { FileX2, LoaderCircle, Music4 } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { fileName } from '../../ui/figures.ts';
import type { Lanes } from './lanes.ts';
import type { Scene, UnplacedTrack } from './scene-types.ts';
import styles from './timeline.module.css';

export interface TimelineActions {
  /** The file of a track is not where it was: have the user say where it is. */
  readonly onLocate: (track: string) => void;
  /** There is no music yet: have the user choose some. */
  readonly onAddMusic?: () => void;
}

/** What stands in a lane that has nothing to draw, and why. */
export const TimelineStates = ({ scene, lanes, actions }: { scene: Scene; lanes: Lanes; actions: TimelineActions }) => {
  const { unplaced, tracks, cues } = scene;
  const isEmpty = tracks.length === 0 && unplaced.length === 0;
  return (
    <>
      {isEmpty || unplaced.length > 0 ? (
        <div
          className={styles.state}
          data-beside={tracks.length > 0 || undefined}
          style={{ top: lanes.music.top, height: lanes.music.height }}
        >
          {isEmpty ? (
            <p className={styles.empty}>
              <Music4 size={18} strokeWidth={1.75} aria-hidden /> No music yet — drop a track here
              {actions.onAddMusic ? <Button onClick={actions.onAddMusic}>Choose music…</Button> : null}
            </p>
          ) : (
            unplaced.map((track) => <Unplaced key={track.id} track={track} onLocate={actions.onLocate} />)
          )}
        </div>
      ) : null}
      {cues.length === 0 ? (
        <div className={styles.state} style={{ top: lanes.cues.top, height: lanes.cues.height }}>
          <p className={styles.hint}>No cues yet — double-click here, or press C to add one at the playhead</p>
        </div>
      ) : null}
    </>
  );
};

const Unplaced = ({ track, onLocate }: { track: UnplacedTrack; onLocate: (track: string) => void }) => {
  if (track.state !== 'failed')
    return (
      <p className={styles.waiting} role="status">
        <LoaderCircle size={14} strokeWidth={1.75} aria-hidden className={styles.turning} /> Reading {track.name}…
      </p>
    );
  return (
    <div className={styles.failed} role="alert">
      <FileX2 size={18} strokeWidth={1.75} aria-hidden />
      <div>
        <strong title={track.file}>{fileName(track.file)}</strong>
        <p>{track.trouble?.message ?? 'It could not be read.'}</p>
      </div>
      <Button onClick={() => onLocate(track.id)}>Locate…</Button>
    </div>
  );
};

/** The lanes before anything is known: in place, so that nothing jumps when it comes. */
export const TimelineSkeleton = ({ lanes }: { lanes: Lanes }) => (
  <div className={styles.skeleton} aria-hidden>
    {(['segments', 'music', 'cues'] as const).map((lane) => (
      <div key={lane} data-lane={lane} style={{ top: lanes[lane].top + 8, height: lanes[lane].height - 16 }} />
    ))}
  </div>
);
