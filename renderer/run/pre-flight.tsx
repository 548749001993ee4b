import { Popover } from '@base-ui/react/popover';
import { Check, CircleAlert, Hourglass, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';
import { classNames } from '../ui/class-names.ts';
import { checkList } from './list/list-check.ts';
import { chooseCues } from './list/list-store.ts';
import styles from './run-bar.module.css';
import { useRun } from './run-store.ts';

/** Findings that are listed; who has more mends these first. */
const MOST = 200;

const SHAPES = { go: Check, warn: TriangleAlert, error: CircleAlert, plain: Hourglass } as const;

/** What the list holds and whether all of it can be played; every finding leads to its cue. */
export const PreFlight = () => {
  const list = useRun((state) => state.list);
  const steps = useRun((state) => state.steps);
  const check = useMemo(() => (list === null ? null : checkList(list, steps)), [list, steps]);
  if (check === null) return null;
  const Shape = SHAPES[check.tone];
  return (
    <Popover.Root>
      <Popover.Trigger className={classNames(styles.chip, styles.preflight)} data-tone={check.tone}>
        <Shape size={14} strokeWidth={1.75} aria-hidden />
        <span className={styles.verdict}>{check.words}</span>
        {check.holds === '' ? null : <span className={styles.words}>· {check.holds}</span>}
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Positioner className={styles.positioner} align="start" sideOffset={6}>
          <Popover.Popup className={styles.popover} aria-label="Pre-flight">
            {check.findings.length === 0 ? (
              <p className={styles.clear}>
                {check.unknown > 0
                  ? 'Nothing is wrong so far; some files are still looked into.'
                  : 'Every sound is there and can be played; no cue waits in silence that nobody asked for.'}
              </p>
            ) : (
              <ul className={styles.findings}>
                {check.findings.slice(0, MOST).map(({ tone, cue, title, why }) => (
                  <li key={`${cue} ${why}`} className={styles.finding} data-tone={tone}>
                    {tone === 'error' ? (
                      <CircleAlert
                        size={14}
                        strokeWidth={1.75}
                        className={styles.shape}
                        aria-label="Cannot be played"
                      />
                    ) : (
                      <TriangleAlert size={14} strokeWidth={1.75} className={styles.shape} aria-label="Warning" />
                    )}
                    <span>
                      {cue === null ? (
                        <strong>{title}</strong>
                      ) : (
                        <Popover.Close className={styles.link} onClick={() => chooseCues([cue])}>
                          {title}
                        </Popover.Close>
                      )}
                      <span className={styles.why}>{why}</span>
                    </span>
                  </li>
                ))}
                {check.findings.length > MOST ? (
                  <li className={styles.why}>and {check.findings.length - MOST} more</li>
                ) : null}
              </ul>
            )}
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
};
