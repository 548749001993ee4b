import { ENGINE_RATE, type MusicTrack, type TrackDocument, toSeconds, type Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { FadeField } from '../../ui/fade-field.tsx';
import { fileName, lengthText, levelText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Slider } from '../../ui/slider.tsx';
import { SpanFields } from '../../ui/span-fields.tsx';
import { timeText } from '../../ui/times.ts';
import { edit, useEditor } from '../edit-store.ts';
import { musicGrid } from '../music-grid.ts';
import { GridPanel } from './grid-panel.tsx';
import styles from './inspector.module.css';
import { ShortcutsHere } from './shortcuts-here.tsx';
import { TrackFile } from './track-file.tsx';

type Change = Partial<Omit<TrackDocument, 'id'>>;

/** One track of the music: its file, its level, its ends, its join and its beats. */
export const TrackInspector = ({ track, workout }: { track: MusicTrack; workout: Workout }) => {
  const found = useEditor((state) => state.material?.tracks.find(({ id }) => id === track.id) ?? null);
  const span = musicGrid().spans.find((one) => one.track.id === track.id);
  const isFirst = workout.tracks[0]?.id === track.id;
  const change = (fields: Change, merge: string | null = null) =>
    edit([{ op: 'tracks.change', id: track.id, change: fields }], { merge });
  const ms = (seconds: number): number => Math.round(seconds * 1000);
  return (
    <>
      <Panel>
        <div className={inspector.head}>
          <h2 className={inspector.title}>{fileName(track.file)}</h2>
          <span className={styles.at}>{span ? timeText(toSeconds(span.at)) : ''}</span>
        </div>
        <TrackFile track={track} found={found} />
        {span ? (
          <p className={inspector.said}>
            {lengthText(span.length / ENGINE_RATE)} of {lengthText((found?.frames ?? 0) / ENGINE_RATE)} are heard
          </p>
        ) : null}
      </Panel>
      <Panel title="Level and ends">
        <Slider
          label="Gain"
          tone="music"
          unit="dB"
          value={track.gain}
          min={-24}
          max={12}
          usual={0}
          say={(gain) => levelText(gain, { signed: true })}
          onChange={(gain_db, merge) => change({ gain_db }, merge)}
        />
        <SpanFields
          labels={['Starts at, in the file', 'Ends at']}
          start={track.trimStart / ENGINE_RATE}
          end={track.trimEnd === null ? null : track.trimEnd / ENGINE_RATE}
          noEnd="its end"
          onStart={(at, merge) => change({ trim_start_ms: ms(at) }, merge)}
          onEnd={(at, merge) => change({ trim_end_ms: at === null ? null : ms(at) }, merge)}
        />
        <FadeField
          label="Fade in"
          seconds={track.fadeIn.length / ENGINE_RATE}
          curve={track.fadeIn.curve}
          onSeconds={(seconds, merge) => change({ fade_in_ms: ms(seconds) }, merge)}
          onCurve={(fade_in_curve) => void change({ fade_in_curve })}
        />
        <FadeField
          label="Fade out"
          seconds={track.fadeOut.length / ENGINE_RATE}
          curve={track.fadeOut.curve}
          onSeconds={(seconds, merge) => change({ fade_out_ms: ms(seconds) }, merge)}
          onCurve={(fade_out_curve) => void change({ fade_out_curve })}
        />
        {isFirst ? null : (
          <FadeField
            label="Crossfade before it"
            seconds={track.crossfade.length / ENGINE_RATE}
            curve={track.crossfade.curve}
            onSeconds={(seconds, merge) => change({ crossfade_ms: ms(seconds) }, merge)}
            onCurve={(crossfade_curve) => void change({ crossfade_curve })}
          />
        )}
        <div className={inspector.actions}>
          <Button onClick={() => void edit([{ op: 'tracks.remove', ids: [track.id] }])}>Remove the track</Button>
        </div>
      </Panel>
      <GridPanel track={track} />
      <ShortcutsHere />
    </>
  );
};
