import { useEditor } from '../edit-store.ts';
import { RecordingPanel } from '../recording/recording-panel.tsx';
import { CueInspector } from './cue-inspector.tsx';
import { CuesInspector } from './cues-inspector.tsx';
import styles from './inspector.module.css';
import { SegmentInspector } from './segment-inspector.tsx';
import { TrackInspector } from './track-inspector.tsx';
import { WorkoutInspector } from './workout-inspector.tsx';

/** What is known of the selected thing, and what can be changed of it; of the workout where nothing is selected. */
export const EditInspector = () => {
  const workout = useEditor((state) => state.workout);
  const { cues, lead, segment, track } = useEditor((state) => state.selection);
  if (workout === null) return <div className={styles.inspector} />;
  const one = workout.cues.find(({ id }) => id === lead);
  const block = workout.segments.find(({ id }) => id === segment);
  const music = workout.tracks.find(({ id }) => id === track);
  const several = workout.cues.filter(({ id }) => cues.has(id));
  return (
    <div className={styles.inspector}>
      <RecordingPanel />
      {several.length > 1 ? (
        <CuesInspector cues={several} workout={workout} />
      ) : one ? (
        <CueInspector key={one.id} cue={one} workout={workout} />
      ) : block ? (
        <SegmentInspector key={block.id} segment={block} workout={workout} />
      ) : music ? (
        <TrackInspector key={music.id} track={music} workout={workout} />
      ) : (
        <WorkoutInspector workout={workout} />
      )}
    </div>
  );
};
