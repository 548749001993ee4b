import { Scissors } from 'lucide-react';
import { ENGINE_RATE, type Segment, type Workout } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { lengthText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { readNumber } from '../../ui/slider.tsx';
import { parseTime, timeText } from '../../ui/times.ts';
import { edit } from '../edit-store.ts';
import { setRipple, useHandSettings } from '../hand/index.ts';
import { playhead } from '../mix-transport.ts';
import { SegmentsOfWorkout } from './segments-of-workout.tsx';
import { ShortcutsHere } from './shortcuts-here.tsx';

const INTENSITIES = ['low', 'medium', 'high', 'max'] as const;

/** One block of the workout. */
export const SegmentInspector = ({ segment, workout }: { segment: Segment; workout: Workout }) => {
  const ripple = useHandSettings((state) => state.ripple);
  const { id } = segment;
  const change = (
    fields: {
      title?: string;
      start_time?: number;
      duration_seconds?: number;
      intensity?: string | null;
      bpm?: number | null;
    },
    merge: string | null = null,
  ) => edit([{ op: 'segments.change', id, change: fields, ripple }], { merge });
  const own = segment.intensity !== null && !(INTENSITIES as readonly string[]).includes(segment.intensity);
  const splitHere = (): void => {
    const at = playhead() / ENGINE_RATE;
    const inside = at > segment.start && at < segment.start + segment.duration;
    void edit([{ op: 'segments.split', id, at: inside ? at : segment.start + segment.duration / 2 }]);
  };
  return (
    <>
      <Panel>
        <EditedText
          label="Title"
          labelHidden
          look="title"
          value={segment.title}
          maxLength={500}
          onChange={(title, merge) => change({ title }, merge)}
        />
        <div className={inspector.pair}>
          <EditedText
            label="Starts at"
            value={timeText(segment.start)}
            maxLength={16}
            problemOf={(typed) => (parseTime(typed) === null ? 'A time: 19:00 or 64.5' : null)}
            onChange={(typed, merge) => change({ start_time: parseTime(typed) ?? segment.start }, merge)}
          />
          <EditedText
            label="Lasts"
            value={lengthText(segment.duration, { tenths: segment.duration % 1 !== 0 })}
            maxLength={16}
            problemOf={(typed) => ((parseTime(typed) ?? 0) > 0 ? null : 'A length: 4:00 or 90')}
            onChange={(typed, merge) => change({ duration_seconds: parseTime(typed) ?? segment.duration }, merge)}
          />
        </div>
        <label className={inspector.check}>
          <input type="checkbox" checked={ripple} onChange={(event) => setRipple(event.target.checked)} />
          What lies behind moves along, cues too
        </label>
      </Panel>
      <Panel title="Intensity and tempo">
        <Segmented
          label="Intensity"
          value={segment.intensity ?? ''}
          choices={INTENSITIES.map((value) => ({ value: value as string, label: value }))}
          onChange={(intensity) => void change({ intensity })}
        />
        <div className={inspector.pair}>
          <EditedText
            label="A word of your own"
            value={own ? (segment.intensity ?? '') : ''}
            placeholder="none"
            maxLength={80}
            onChange={(word, merge) => change({ intensity: word.trim() === '' ? null : word.trim() }, merge)}
          />
          <EditedText
            label="Tempo"
            unit="bpm"
            inputMode="decimal"
            value={segment.bpm === null ? '' : String(segment.bpm)}
            placeholder="unsaid"
            maxLength={10}
            problemOf={(typed) => {
              const bpm = readNumber(typed);
              return typed.trim() === '' || (bpm !== null && bpm > 0 && bpm <= 400) ? null : 'Up to 400';
            }}
            onChange={(typed, merge) => change({ bpm: readNumber(typed) }, merge)}
          />
        </div>
        <div className={inspector.actions}>
          <Button icon={Scissors} onClick={splitHere}>
            Split
          </Button>
          <Button onClick={() => void edit([{ op: 'segments.remove', ids: [id], ripple }])}>Remove</Button>
        </div>
      </Panel>
      <SegmentsOfWorkout workout={workout} />
      <ShortcutsHere />
    </>
  );
};
