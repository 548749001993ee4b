import { type Layer, toSeconds } from '../../../src/model/index.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { FadeField } from '../../ui/fade-field.tsx';
import inspector from '../../ui/inspector.module.css';
import { readNumber } from '../../ui/slider.tsx';
import { SpanFields } from '../../ui/span-fields.tsx';
import type { LayerChange } from './change-cues.ts';
import styles from './inspector.module.css';
import { toMs } from './shared.ts';

/** As the file writes a loop. */
type LoopDocument = Exclude<NonNullable<LayerChange['loop']>, boolean>;

export interface LoopFieldsProps {
  layer: Layer;
  onChange: (change: LayerChange, merge?: string | null) => Promise<unknown>;
}

/** Whether a layer goes round: all of it or a stretch, so many times or until it is let go. */
export const LoopFields = ({ layer, onChange }: LoopFieldsProps) => {
  const { loop, trimStart, trimEnd } = layer;
  if (loop === null)
    return (
      <label className={inspector.check}>
        <input type="checkbox" checked={false} onChange={() => void onChange({ loop: true })} />
        Loops
      </label>
    );
  const whole: LoopDocument = {
    start_ms: loop.start > trimStart ? toMs(toSeconds(loop.start)) : null,
    end_ms: loop.end === null ? null : toMs(toSeconds(loop.end)),
    crossfade_ms: loop.crossfade.length === 0 ? null : toMs(toSeconds(loop.crossfade.length)),
    crossfade_curve: loop.crossfade.curve === 'equal-power' ? null : loop.crossfade.curve,
    times: loop.times,
  };
  const change = (fields: LoopDocument, merge: string | null = null) => {
    const next = Object.entries({ ...whole, ...fields }).filter(([, value]) => value != null);
    return onChange({ loop: next.length === 0 ? true : (Object.fromEntries(next) as LoopDocument) }, merge);
  };
  const start = toSeconds(loop.start);
  const end = loop.end === null ? null : toSeconds(loop.end);
  const last = end ?? (trimEnd === null ? null : toSeconds(trimEnd));
  const most = last === null ? 600 : Math.floor(((last - start) / 2) * 1000) / 1000;
  const tooLong = toSeconds(loop.crossfade.length) > most;
  return (
    <div className={styles.stack}>
      <label className={inspector.check}>
        <input type="checkbox" checked onChange={() => void onChange({ loop: null })} />
        Loops {loop.times === null ? 'until it is let go (D) or stopped' : `${loop.times} times in all`}
      </label>
      <SpanFields
        labels={['From, in the file', 'To']}
        start={start}
        end={end}
        last={last}
        noEnd="the end"
        onStart={(from, merge) => change({ start_ms: toMs(from) || null }, merge)}
        onEnd={(to, merge) => change({ end_ms: to === null ? null : toMs(to) }, merge)}
      />
      <FadeField
        label="Crossfade of passes"
        seconds={toSeconds(loop.crossfade.length)}
        curve={loop.crossfade.curve}
        onSeconds={(seconds, merge) => change({ crossfade_ms: toMs(Math.min(seconds, most)) || null }, merge)}
        onCurve={(crossfade_curve) => void change({ crossfade_curve })}
      />
      {tooLong ? <p className={styles.problem}>At most half of the loop: {most} s</p> : null}
      <EditedText
        label="Passes in all"
        inputMode="decimal"
        value={loop.times === null ? '' : String(loop.times)}
        placeholder="until it is let go"
        maxLength={6}
        problemOf={(typed) => {
          const times = readNumber(typed);
          return typed.trim() === '' || (times !== null && Number.isInteger(times) && times >= 1)
            ? null
            : 'A whole number over 0; empty: until it is let go';
        }}
        onChange={(typed, merge) => change({ times: readNumber(typed) }, merge)}
      />
    </div>
  );
};
