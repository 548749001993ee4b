import { Check, CircleAlert, LoaderCircle } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useRun } from '../run-store.ts';
import styles from './next-cue.module.css';
import { junctionText, readinessOf } from './readiness.ts';
import { cueTitle } from './sounding.ts';
import { useSteady } from './use-steady.ts';

const ICON = { ready: Check, waits: LoaderCircle, trouble: CircleAlert } as const;

/** How ready what GO fires is; null: it fires nothing. */
const useReadiness = () =>
  useSteady(({ view, steps, list }) => {
    const next = view?.next;
    const step = next ? steps[next.index] : undefined;
    if (!next || !step) return null;
    return readinessOf(next, step.cue.action.kind, list?.cues[next.index]?.layers ?? []);
  });

/** How what sounds gives way to it, and what the operator wrote for it. */
const useNotes = () =>
  useRun(({ view, steps, list }) => {
    const next = view?.next ? steps[view.next.index]?.cue : undefined;
    if (!next) return '';
    const before = view?.runs.findLast(({ index }) => list?.cues[index]?.junction?.to === next.id);
    const junction = before ? list?.cues[before.index]?.junction : null;
    const from = before ? steps[before.index]?.cue : undefined;
    const joins = junction && from ? junctionText(junction, `“${from.name}”`) : null;
    return [joins, next.notes.trim()].filter(Boolean).join(' ');
  });

/** What GO fires: its number and name to be read from afar, whether it is ready, how it begins. */
export const NextCue = () => {
  const title = useRun(({ view, steps }) => {
    const step = view?.next ? steps[view.next.index] : undefined;
    return step ? cueTitle(step.cue) : null;
  });
  const readiness = useReadiness();
  const notes = useNotes();
  const Icon = readiness ? ICON[readiness.tone] : Check;
  return (
    <div className={styles.next}>
      <div className={styles.head}>
        <h2 className={styles.label}>Next</h2>
        {readiness ? (
          <span className={classNames(styles.readiness, styles[readiness.tone])}>
            <Icon size={14} strokeWidth={1.75} aria-hidden />
            {readiness.text}
          </span>
        ) : null}
      </div>
      {title === null ? (
        <p className={classNames(styles.title, styles.none)}>End of the list</p>
      ) : (
        <Tooltip text={title} side="left">
          <p className={styles.title}>{title}</p>
        </Tooltip>
      )}
      <p className={styles.notes}>{notes}</p>
    </div>
  );
};
