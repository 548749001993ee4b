import type { Follow, SessionCueDocument, TransitionDocument } from '../../../src/model/index.ts';
import { followOf, type Step } from '../../../src/plan/index.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { lengthText } from '../../ui/figures.ts';
import inspector from '../../ui/inspector.module.css';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { parseTime } from '../../ui/times.ts';
import { documentsOf } from '../list/cue-documents.ts';
import { cueLengthText } from '../list/row-words.ts';
import { useRun } from '../run-store.ts';
import { changeCues } from './change-cues.ts';
import styles from './inspector.module.css';
import { sharedOf } from './shared.ts';
import { SharedSeconds } from './shared-seconds.tsx';
import { TransitionFields } from './transition-fields.tsx';

const FOLLOWS: readonly { value: Follow; label: string }[] = [
  { value: 'stop', label: 'Wait for GO' },
  { value: 'auto-follow', label: 'Auto-follow' },
  { value: 'auto-continue', label: 'Auto-continue' },
];

const FOLLOW_WORDS: Readonly<Record<Follow, string>> = {
  stop: 'What comes next waits for GO.',
  'auto-follow': 'What comes next begins when this ends.',
  'auto-continue': 'What comes next begins with this.',
};

/** How long cues last, what they wait for and what follows them. */
export const TimingPanel = ({ steps }: { steps: readonly Step[] }) => {
  const all = useRun((state) => state.steps);
  const list = useRun((state) => state.list);
  const documents = documentsOf(list?.document ?? null);
  const timed = steps.filter(({ cue: { action } }) => action.kind === 'sound' || action.kind === 'placeholder');
  const inGroup = steps.every(({ group }) => group !== null);
  const follow = sharedOf(steps, (step) => followOf(step, all));
  const wait = (field: 'pre_wait_ms' | 'post_wait_ms', label: string, of: (step: Step) => number) => (
    <SharedSeconds
      label={label}
      lengths={steps.map(of)}
      most={21_600}
      onChange={(ms, merge) => changeCues(steps, { [field]: ms }, merge)}
    />
  );
  return (
    <Panel title="Time and what follows">
      {timed.length === steps.length ? <Duration steps={timed} documents={documents} /> : null}
      <div className={inspector.pair}>
        {wait('pre_wait_ms', 'Pre-wait', ({ cue }) => cue.preWait)}
        {wait('post_wait_ms', 'Post-wait', ({ cue }) => cue.postWait)}
      </div>
      <div className={styles.stack}>
        <span className={inspector.label}>Then</span>
        <Segmented<Follow | ''>
          label="What follows"
          value={follow ?? ''}
          choices={inGroup ? FOLLOWS.filter(({ value }) => value !== 'stop') : FOLLOWS}
          onChange={(value) => value !== '' && void changeCues(steps, { follow: value })}
        />
        <p className={inspector.said}>{follow === null ? 'They differ.' : FOLLOW_WORDS[follow]}</p>
      </div>
      <TransitionFields
        label="Transition to it"
        transition={sharedTransition(steps, documents)}
        usual="As the list"
        onChange={(transition, merge) => changeCues(steps, { transition }, merge)}
      />
    </Panel>
  );
};

/** What the file says of the transition; undefined: cues differ. */
const sharedTransition = (
  steps: readonly Step[],
  documents: readonly SessionCueDocument[],
): TransitionDocument | null | undefined => {
  const [first, ...rest] = steps.map(({ index }) => JSON.stringify(documents[index]?.transition ?? null));
  return rest.every((other) => other === first) ? JSON.parse(first ?? 'null') : undefined;
};

const Duration = ({ steps, documents }: { steps: readonly Step[]; documents: readonly SessionCueDocument[] }) => {
  const checks = useRun((state) => state.list?.cues);
  const [one] = steps;
  const fixed = sharedOf(steps, ({ index }) => {
    const written = documents[index]?.duration_seconds;
    return typeof written === 'number' ? written : null;
  });
  const isMixed = steps.some(({ index }) => {
    const written = documents[index]?.duration_seconds;
    return (typeof written === 'number' ? written : null) !== fixed;
  });
  const needed = steps.some(({ cue }) => cue.action.kind === 'placeholder');
  const own = steps.length === 1 ? cueLengthText(one.cue, checks?.[one.index] ?? null) : '';
  return (
    <EditedText
      label="Lasts"
      value={isMixed ? null : fixed === null ? '' : lengthText(fixed, { tenths: fixed % 1 !== 0 })}
      maxLength={16}
      placeholder={`as its ${one.cue.action.kind === 'sound' && one.cue.action.layers.some(({ role }) => role === 'voice') ? 'voice' : 'sound'}${own === '' ? '' : ` · ${own}`}`}
      problemOf={(typed) => {
        if (typed.trim() === '') return needed ? 'A placeholder needs a length: 4:00 or 90' : null;
        return (parseTime(typed) ?? 0) > 0 ? null : 'A length: 4:00 or 90; empty: as its sound';
      }}
      onChange={(typed, merge) => changeCues(steps, { duration_seconds: parseTime(typed) }, merge)}
    />
  );
};
