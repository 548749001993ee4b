import type { Step } from '../../../src/plan/index.ts';
import { Button } from '../../ui/button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { chooseCues, chooseNothing } from '../list/list-store.ts';
import { junctionWords } from '../list/row-words.ts';
import { cueTitle } from '../perform/sounding.ts';
import { editList, useRun } from '../run-store.ts';
import styles from './inspector.module.css';
import { isStreamed, mendsOf } from './mends.ts';

/** How a cue meets what follows: the verdict, why, and what would change it. */
export const JunctionPanel = ({ step }: { step: Step }) => {
  const steps = useRun((state) => state.steps);
  const checks = useRun((state) => state.list?.cues);
  const check = checks?.[step.index] ?? null;
  const found = check?.junction ?? null;
  const next = step.next === null ? null : steps[step.next];
  if (found === null || next === null)
    return (
      <Panel title="Junction">
        <p className={inspector.said}>Nothing follows it by itself.</p>
      </Panel>
    );
  const { words, tone, why } = junctionWords(step, steps, checks ?? []);
  return (
    <Panel title="Junction">
      <p className={styles.junction}>
        <strong data-tone={tone}>{words.replace(' · why', '')}</strong> to{' '}
        <button type="button" className={styles.link} onClick={() => chooseCues([next.cue.id])}>
          {cueTitle(next.cue)}
        </button>
      </p>
      {why === null ? null : <p className={inspector.said}>{why}.</p>}
      <div className={inspector.actions}>
        {mendsOf(step, steps, check).map(({ label, edits }) => (
          <Button key={label} onClick={() => void editList(edits, { label })}>
            {label}
          </Button>
        ))}
        {found.kind === 'gap' && isStreamed(step, checks ?? []) ? (
          <Button onClick={chooseNothing}>Show when files are streamed</Button>
        ) : null}
      </div>
    </Panel>
  );
};
