import type { FadeCurve, TransitionDocument } from '../../../src/model/index.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { FadeField } from '../../ui/fade-field.tsx';
import inspector from '../../ui/inspector.module.css';
import { Segmented } from '../../ui/segmented.tsx';
import { readNumber } from '../../ui/slider.tsx';
import styles from './inspector.module.css';
import { toMs } from './shared.ts';

type Kind = 'usual' | 'snap' | 'crossfade' | 'gap' | 'mixed';

/** How long a crossfade or a gap is where the file does not say. Milliseconds. */
const USUAL_MS = 2000;

export interface TransitionFieldsProps {
  label: string;
  /** As the file writes it; null: it says nothing; undefined: several that differ. */
  transition: TransitionDocument | null | undefined;
  /** What holds where the file says nothing, in words; null: a snap. */
  usual: string | null;
  onChange: (transition: TransitionDocument | null, merge: string | null) => Promise<unknown>;
}

/** How a cue gives way to what follows by itself. */
export const TransitionFields = ({ label, transition, usual, onChange }: TransitionFieldsProps) => {
  const unsaid: Kind = usual === null ? 'snap' : 'usual';
  const kind: Kind = transition === undefined ? 'mixed' : (transition?.type ?? unsaid);
  const ms = transition?.duration_ms ?? USUAL_MS;
  const choose = (value: Kind): void => {
    if (value === 'mixed') return;
    void onChange(
      value === unsaid || value === 'usual'
        ? null
        : value === 'snap'
          ? { type: 'snap' }
          : { type: value, duration_ms: ms },
      null,
    );
  };
  return (
    <div className={styles.stack}>
      <span className={inspector.label}>{label}</span>
      <Segmented<Kind>
        label={label}
        value={kind}
        choices={[
          ...(usual === null ? [] : [{ value: 'usual' as const, label: usual }]),
          { value: 'snap', label: 'Snap' },
          { value: 'crossfade', label: 'Crossfade' },
          { value: 'gap', label: 'Gap' },
        ]}
        onChange={choose}
      />
      {kind === 'mixed' ? <p className={inspector.said}>They differ.</p> : null}
      {transition?.type === 'crossfade' ? (
        <FadeField
          label="Crossfade"
          seconds={ms / 1000}
          curve={transition.curve ?? 'equal-power'}
          onSeconds={(seconds, merge) => onChange({ ...transition, duration_ms: toMs(seconds) }, merge)}
          onCurve={(curve: FadeCurve) => void onChange({ ...transition, curve }, null)}
        />
      ) : null}
      {transition?.type === 'gap' ? (
        <EditedText
          label="Silence between them"
          unit="s"
          inputMode="decimal"
          value={String(ms / 1000)}
          maxLength={10}
          problemOf={(typed) => {
            const length = readNumber(typed);
            return length !== null && length >= 0 && length <= 600 ? null : '0 to 600 seconds';
          }}
          onChange={(typed, merge) => onChange({ ...transition, duration_ms: toMs(readNumber(typed) ?? 0) }, merge)}
        />
      ) : null}
    </div>
  );
};
