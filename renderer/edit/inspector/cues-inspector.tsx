import { type DuckingPreset, frames, toSeconds, type VoiceCue, type Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { countText, levelText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { Slider } from '../../ui/slider.tsx';
import { timeText } from '../../ui/times.ts';
import { edit, useEditor } from '../edit-store.ts';
import { AnchorMenu, CueMenu } from './cue-head.tsx';
import { LevelAndTags } from './cue-inspector.tsx';
import { DUCKING_CHOICES } from './duck-panel.tsx';
import { presetOf } from './duck-settings.ts';
import styles from './inspector.module.css';
import { ShortcutsHere } from './shortcuts-here.tsx';

type Choice = DuckingPreset | 'variant' | 'mixed';

/** Several cues: what they have in common, and what can be changed for all of them at once. */
export const CuesInspector = ({ cues, workout }: { cues: readonly VoiceCue[]; workout: Workout }) => {
  const document = useEditor((state) => state.document);
  const ids = cues.map(({ id }) => id);
  const anchors = new Set(cues.map(({ anchor }) => anchor?.kind ?? 'free'));
  const anchor = anchors.size > 1 ? 'mixed' : ([...anchors][0] ?? 'free');
  const gains = new Set(cues.map(({ gain }) => gain));
  const speeds = new Set(cues.map(({ speed }) => speed));
  const ducks = new Set(
    document?.cues?.filter(({ id }) => id != null && ids.includes(id)).map(({ duck }) => presetOf(duck) ?? 'variant'),
  );
  const duck: Choice = ducks.size === 1 ? ([...ducks][0] ?? 'variant') : 'mixed';
  const setDuck = (choice: Choice): void => {
    if (choice === 'mixed') return;
    void edit([{ op: 'cues.change', ids, change: { duck: choice === 'variant' ? null : choice } }]);
  };
  const louder = (by: number): void =>
    void edit(
      cues.map(({ id, gain }) => ({
        op: 'cues.change',
        ids: [id],
        change: { gain_db: Math.max(-60, Math.min(24, Math.round((gain + by) * 10) / 10)) },
      })),
      { merge: `Louder ${ids.join(' ')}`, label: by > 0 ? 'Make cues louder' : 'Make cues quieter' },
    );
  const first = Math.min(...cues.map(({ at }) => at));
  const last = Math.max(...cues.map(({ at }) => at));
  return (
    <>
      <Panel>
        <div className={inspector.head}>
          <h2 className={inspector.title}>{countText(cues.length, 'cue')} selected</h2>
          <AnchorMenu ids={ids} text={anchor} free={anchor === 'free'} />
          <CueMenu ids={ids} workout={workout} />
        </div>
        <p className={inspector.said}>
          {timeText(toSeconds(frames(first)))} to {timeText(toSeconds(frames(last)))}
        </p>
        <div className={inspector.actions}>
          <Button
            disabled={workout.segments.length === 0}
            onClick={() => void edit([{ op: 'cues.toSegments', ids, segments: null }])}
          >
            Copy to every segment
          </Button>
          <Button onClick={() => void edit([{ op: 'cues.anchor', ids, to: 'beat' }])}>Anchor all to beats</Button>
        </div>
      </Panel>
      <Panel title="Voice and ducking">
        <div className={styles.sliders}>
          <Slider
            label="Voice"
            tone="voice"
            unit="dB"
            value={gains.size === 1 ? (cues[0]?.gain ?? 0) : null}
            min={-12}
            max={12}
            usual={0}
            say={(gain) => levelText(gain, { signed: true })}
            onChange={(gain_db, merge) => edit([{ op: 'cues.change', ids, change: { gain_db } }], { merge })}
          />
          <Slider
            label="Speed"
            tone="voice"
            unit="×"
            step={0.01}
            value={speeds.size === 1 ? (cues[0]?.speed ?? 1) : null}
            min={0.5}
            max={2}
            usual={1}
            say={(speed) => speed.toFixed(2)}
            onChange={(speed, merge) =>
              edit([{ op: 'cues.change', ids, change: { speed: speed === 1 ? null : speed } }], { merge })
            }
          />
        </div>
        <div className={inspector.line}>
          <span className={inspector.said}>Each from where it is</span>
          <span className={inspector.actions}>
            <Button onClick={() => louder(-0.5)}>−0.5 dB</Button>
            <Button onClick={() => louder(0.5)}>+0.5 dB</Button>
          </span>
        </div>
        <Segmented<Choice> label="Ducking" value={duck} choices={DUCKING_CHOICES} onChange={setDuck} />
        <div className={inspector.line}>
          <span className={inspector.said}>
            {duck === 'mixed'
              ? 'They duck in different ways'
              : duck === 'variant'
                ? 'All duck as the variant says'
                : ''}
          </span>
          <Button variant="quiet" disabled={duck === 'variant'} onClick={() => setDuck('variant')}>
            As the variant
          </Button>
        </div>
      </Panel>
      <LevelAndTags cues={cues} workout={workout} />
      <ShortcutsHere />
    </>
  );
};
