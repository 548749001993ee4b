import { useRun } from '../run-store.ts';
import { ControlPanel } from './control-panel.tsx';
import { CueHead } from './cue-head.tsx';
import { GroupPanel } from './group-panel.tsx';
import styles from './inspector.module.css';
import { JunctionPanel } from './junction-panel.tsx';
import { LayersPanel } from './layers-panel.tsx';
import { LevelsPanel } from './levels-panel.tsx';
import { ListSettings } from './list-settings.tsx';
import { TimingPanel } from './timing-panel.tsx';

/** What is selected, in full, to be changed: cues, or of none the list itself. */
export const Inspector = () => {
  const all = useRun((state) => state.steps);
  const list = useRun((state) => state.list);
  const selection = useRun((state) => state.selection);
  if (list === null) return null;
  const steps = all.filter(({ cue }) => selection.has(cue.id));
  const [step] = steps;
  if (step === undefined)
    return (
      <div className={styles.inspector}>
        <ListSettings />
      </div>
    );
  const { action } = step.cue;
  // Another cue has fields of its own: what is typed in one is never kept in another.
  return (
    <div key={steps.map(({ cue }) => cue.id).join(' ')} className={styles.inspector}>
      <CueHead steps={steps} />
      {steps.length > 1 ? (
        <LevelsPanel steps={steps} />
      ) : action.kind === 'sound' ? (
        <LayersPanel step={step} action={action} />
      ) : action.kind === 'group' ? (
        <GroupPanel step={step} action={action} />
      ) : action.kind === 'control' ? (
        <ControlPanel step={step} action={action} />
      ) : null}
      <TimingPanel steps={steps} />
      {steps.length === 1 ? <JunctionPanel step={step} /> : null}
    </div>
  );
};
