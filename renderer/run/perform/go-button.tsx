import { Lock } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useStudio } from '../../state/studio.ts';
import { classNames } from '../../ui/class-names.ts';
import { Keys } from '../../ui/keys.tsx';
import { go, useSteering } from '../steer.ts';
import styles from './go-button.module.css';
import { goState } from './readiness.ts';
import { useSteady } from './use-steady.ts';

/** How long it is said that a press was none, or could not go. Milliseconds. */
const SAID_MS = 1_500;

/** True for a moment after `at`. */
const useMoment = (at: number | null): boolean => {
  const [past, setPast] = useState<number | null>(null);
  useEffect(() => {
    if (at === null) return;
    const timer = setTimeout(() => setPast(at), Math.max(0, at + SAID_MS - Date.now()));
    return () => clearTimeout(timer);
  }, [at]);
  return at !== null && past !== at && Date.now() - at < SAID_MS;
};

/** GO. Looks its size from any distance; where it cannot go, it says why. */
export const GoButton = () => {
  const connected = useStudio(({ connection }) => connection === 'connected');
  const state = useSteady(({ view }) => goState(view, connected));
  const goes = useSteering((steering) => steering.goes);
  const none = useSteering(({ ignored }) => ignored);
  const ignored = useMoment(none?.at ?? null);
  const [refusedAt, setRefusedAt] = useState<number | null>(null);
  const refused = useMoment(refusedAt);
  const keys = shownKeys('run.go');
  return (
    <button
      type="button"
      className={classNames(styles.go, !state.goes && styles.off, refused && styles.refused)}
      aria-disabled={!state.goes}
      // A key that is held down is one GO, also where the button has the focus.
      onKeyDown={(event) => event.repeat && event.preventDefault()}
      onClick={() => (state.goes ? go() : setRefusedAt(Date.now()))}
    >
      {goes > 0 ? <span key={goes} className={styles.flash} aria-hidden /> : null}
      <span className={styles.word}>GO</span>
      <span className={styles.says}>
        {state.goes ? null : (
          <>
            <Lock size={14} strokeWidth={1.75} aria-hidden />
            {state.reason}
          </>
        )}
        {state.goes && ignored ? none?.why : null}
        {state.goes && !ignored && keys ? (
          <span aria-hidden>
            <Keys keys={keys} />
          </span>
        ) : null}
      </span>
    </button>
  );
};
