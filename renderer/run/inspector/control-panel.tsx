import type { ControlAction } from '../../../src/model/index.ts';
import { toSeconds } from '../../../src/model/index.ts';
import type { Step } from '../../../src/plan/index.ts';
import { FadeField } from '../../ui/fade-field.tsx';
import { SelectField } from '../../ui/field.tsx';
import { levelText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Slider } from '../../ui/slider.tsx';
import { documentsOf } from '../list/cue-documents.ts';
import { cueTitle } from '../perform/sounding.ts';
import { useRun } from '../run-store.ts';
import { changeCues } from './change-cues.ts';
import { toMs } from './shared.ts';

const DOES: readonly { value: ControlAction['does']; label: string }[] = [
  { value: 'fade', label: 'Fades it' },
  { value: 'stop', label: 'Stops it' },
  { value: 'pause', label: 'Pauses it' },
  { value: 'resume', label: 'Lets it go on' },
  { value: 'jump', label: 'Jumps to it' },
];

/** At this a fade goes to silence. Decibels. */
const SILENT = -60;

/** What a cue does to others. */
export const ControlPanel = ({ step, action }: { step: Step; action: ControlAction }) => {
  const steps = useRun((state) => state.steps);
  const list = useRun((state) => state.list);
  const written = documentsOf(list?.document ?? null)[step.index]?.control ?? { does: action.does };
  const change = (fields: Record<string, unknown>, merge: string | null = null) =>
    changeCues(
      [step],
      { control: Object.fromEntries(Object.entries({ ...written, ...fields }).filter(([, value]) => value != null)) },
      merge,
    );
  const others = steps.filter(({ cue }) => cue.id !== step.cue.id && cue.action.kind !== 'memo');
  const isThere = action.target === null || others.some(({ cue }) => cue.id === action.target);
  const first = others[0]?.cue.id ?? null;
  return (
    <Panel title="What it does to others">
      <SelectField
        label="It"
        value={action.does}
        onChange={(event) => {
          const does = event.target.value as ControlAction['does'];
          void change({ does, ...(does === 'jump' && action.target === null ? { target: first } : {}) });
        }}
      >
        {DOES.map(({ value, label }) => (
          <option key={value} value={value} disabled={value === 'jump' && first === null}>
            {label}
          </option>
        ))}
      </SelectField>
      <SelectField
        label="Which"
        value={action.target ?? ''}
        help={isThere ? undefined : 'That cue is not in the list any more: choose another.'}
        onChange={(event) => void change({ target: event.target.value === '' ? null : event.target.value })}
      >
        {action.does === 'jump' ? null : <option value="">All that sound</option>}
        {isThere ? null : <option value={action.target ?? ''}>{action.target} (gone)</option>}
        {others.map(({ cue }) => (
          <option key={cue.id} value={cue.id}>
            {cueTitle(cue)}
          </option>
        ))}
      </SelectField>
      {action.does === 'fade' ? (
        <Slider
          label="To"
          unit="dB"
          value={Math.max(SILENT, action.to)}
          min={SILENT}
          max={24}
          usual={SILENT}
          say={(to) => (to <= SILENT ? 'silence' : levelText(to, { signed: true }))}
          onChange={(to, merge) => change({ gain_db: to <= SILENT ? null : to }, merge)}
        />
      ) : null}
      {action.does === 'fade' || action.does === 'stop' ? (
        <FadeField
          label={action.does === 'fade' ? 'Over' : 'Fading out over'}
          seconds={toSeconds(action.fade.length)}
          curve={action.fade.curve}
          onSeconds={(seconds, merge) => change({ duration_ms: toMs(seconds) }, merge)}
          onCurve={(curve) => void change({ curve })}
        />
      ) : null}
      {action.does === 'fade' ? (
        <p className={inspector.said}>Over the cue’s own gain. At silence it goes on sounding, unheard.</p>
      ) : null}
    </Panel>
  );
};
