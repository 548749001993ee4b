import { Music } from 'lucide-react';
import { type Coach, ENGINE_RATE, toSeconds, type Workout } from '../../../src/model/index.ts';
import { invoke } from '../../shortcuts/registry.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { countText, fileName, lengthText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Slider } from '../../ui/slider.tsx';
import { timeText } from '../../ui/times.ts';
import { edit, select, useEditor } from '../edit-store.ts';
import { musicGrid, workoutLength } from '../music-grid.ts';
import styles from './inspector.module.css';
import { Lexicon } from './lexicon.tsx';
import { SegmentsOfWorkout } from './segments-of-workout.tsx';
import { ShortcutsHere } from './shortcuts-here.tsx';

/** The whole workout, where nothing of it is selected. */
export const WorkoutInspector = ({ workout }: { workout: Workout }) => {
  useEditor((state) => state.material?.tracks);
  const music = musicGrid();
  const length = workoutLength(workout, music) / ENGINE_RATE;
  return (
    <>
      <Panel>
        <EditedText
          label="Title of the workout"
          labelHidden
          look="title"
          value={workout.title}
          maxLength={500}
          onChange={(title, merge) => edit([{ op: 'workout.change', change: { title } }], { merge })}
        />
        <p className={inspector.said}>
          {lengthText(length)} · {countText(workout.segments.length, 'segment')} ·{' '}
          {countText(workout.cues.length, 'cue')}
        </p>
        {workout.tracks.length === 0 ? (
          <p className={inspector.said}>No music yet: drop it on the timeline.</p>
        ) : (
          <ul className={styles.list} aria-label="Music">
            {workout.tracks.map((track) => {
              const span = music.spans.find((one) => one.track.id === track.id);
              return (
                <li key={track.id} className={styles.item}>
                  <button type="button" className={styles.link} onClick={() => select({ track: track.id })}>
                    {fileName(track.file)}
                  </button>
                  <span className={styles.mono}>{span ? timeText(toSeconds(span.at)) : '–'}</span>
                </li>
              );
            })}
          </ul>
        )}
        <div className={inspector.actions}>
          <Button icon={Music} onClick={() => invoke('edit.track.add')}>
            Add music…
          </Button>
        </div>
      </Panel>
      <SegmentsOfWorkout workout={workout} title="Segments">
        {workout.segments.length === 0 ? (
          <p className={inspector.said}>None yet.</p>
        ) : (
          <ul className={styles.list} aria-label="Segments">
            {workout.segments.map((segment) => (
              <li key={segment.id} className={styles.item}>
                <button type="button" className={styles.link} onClick={() => select({ segment: segment.id })}>
                  {segment.title}
                </button>
                <span>{segment.intensity}</span>
                <span className={styles.mono}>{timeText(segment.start)}</span>
              </li>
            ))}
          </ul>
        )}
      </SegmentsOfWorkout>
      <Panel title="Coaches">
        {workout.coaches.length === 0 ? (
          <p className={inspector.said}>The usual voice speaks.</p>
        ) : (
          <ul className={styles.list} aria-label="Coaches">
            {workout.coaches.map((coach) => (
              <CoachOf key={coach.id} coach={coach} />
            ))}
          </ul>
        )}
      </Panel>
      <Lexicon workout={workout} />
      <ShortcutsHere />
    </>
  );
};

/** A coach's name, and how fast the voice speaks. Every line is spoken anew when that changes. */
const CoachOf = ({ coach }: { coach: Coach }) => (
  <li className={styles.coach}>
    <EditedText
      label={`Name of ${coach.name}`}
      labelHidden
      value={coach.name}
      maxLength={200}
      problemOf={(name) => (name.trim() === '' ? 'A coach needs a name' : null)}
      onChange={(name, merge) =>
        edit([{ op: 'coaches.change', id: coach.id, change: { name: name.trim() } }], { merge })
      }
    />
    <Slider
      label="Rate"
      tone="voice"
      unit="×"
      step={0.01}
      value={coach.rate}
      min={0.5}
      max={2}
      usual={1}
      say={(rate) => rate.toFixed(2)}
      onChange={(rate, merge) => edit([{ op: 'coaches.change', id: coach.id, change: { rate } }], { merge })}
    />
    <span className={styles.mono}>
      {coach.provider}
      {coach.voice === null ? '' : ` · ${coach.voice}`}
    </span>
  </li>
);
