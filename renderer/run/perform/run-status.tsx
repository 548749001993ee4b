import { Activity, CircleAlert, CircleDot, Moon, RadioTower, Users } from 'lucide-react';
import type { Frames } from '../../../src/model/index.ts';
import { goTo, useNavigation } from '../../state/navigation.ts';
import { useStatus } from '../../state/status.ts';
import { classNames } from '../../ui/class-names.ts';
import { countText } from '../../ui/figures.ts';
import { useRun } from '../run-store.ts';
import styles from './run-status.module.css';
import { showNow } from './show-time.ts';
import { GUARDED, prefetchText } from './status-words.ts';
import { elapsedText } from './time-left.ts';
import { useSteady } from './use-steady.ts';
import { useWritten } from './use-written.ts';

/** `0 under-runs in 14:52`: since the first GO, written in place. */
const Underruns = ({ count }: { count: number }) => {
  const span = useWritten<HTMLSpanElement>(() => {
    const { view } = useRun.getState();
    if (!view || view.startedAt === null) return '';
    const text = elapsedText((showNow(view) - view.startedAt) as Frames).replace(/^00:/, '');
    return ` in ${text}`;
  });
  const Icon = count > 0 ? CircleAlert : Activity;
  return (
    <span className={classNames(styles.part, count > 0 ? styles.warn : styles.ok)}>
      <Icon size={14} strokeWidth={1.75} aria-hidden />
      <span>
        {count === 0 ? '0 under-runs' : countText(count, 'under-run')}
        <span ref={span} />
      </span>
    </span>
  );
};

/** What the status line says while Run is shown and a list is open: is the sound healthy, what is held off, who listens. */
export const RunStatus = () => {
  const status = useSteady(({ view }) =>
    view === null
      ? null
      : {
          armed: view.armed,
          underruns: view.output.underruns,
          goToSoundMs: view.output.goToSoundMs,
          oscPort: view.remotes.oscPort,
          clients: view.remotes.clients,
          prefetched: prefetchText(view.next),
        },
  );
  const awake = useStatus((state) => state.awake);
  if (status === null) return null;
  const { armed, underruns, goToSoundMs, oscPort, clients, prefetched } = status;
  return (
    <span className={styles.status}>
      <Underruns count={underruns} />
      {goToSoundMs === null ? null : <span className={styles.part}>GO to sound {goToSoundMs.toFixed(0)} ms</span>}
      {prefetched === null ? null : <span className={styles.part}>{prefetched}</span>}
      {armed ? (
        <span className={classNames(styles.part, awake === 'nothing' && styles.warn)}>
          <Moon size={14} strokeWidth={1.75} aria-hidden />
          {GUARDED[awake]}
        </span>
      ) : null}
      <span className={styles.gap} />
      {oscPort === null ? null : (
        <span className={styles.part}>
          <RadioTower size={14} strokeWidth={1.75} aria-hidden />
          OSC {oscPort}
        </span>
      )}
      {clients > 1 ? (
        <span className={styles.part}>
          <Users size={14} strokeWidth={1.75} aria-hidden />
          {clients} windows
        </span>
      ) : null}
    </span>
  );
};

/** In other rooms, while a show is armed or sounds: that it is on, and back to it. */
export const OnAir = () => {
  const elsewhere = useNavigation(({ room }) => room !== 'run');
  const show = useSteady(({ view }) =>
    view !== null && (view.armed || view.runs.length > 0)
      ? { name: view.name, sounds: view.runs.some(({ phase }) => phase === 'running'), alarms: view.alarms.length }
      : null,
  );
  if (!elsewhere || show === null) return null;
  const state = show.alarms > 0 ? countText(show.alarms, 'alarm') : show.sounds ? 'sounding' : 'armed';
  const Icon = show.alarms > 0 ? CircleAlert : CircleDot;
  return (
    <button
      type="button"
      className={classNames(styles.onAir, show.alarms > 0 && styles.alarmed)}
      onClick={() => goTo('run')}
    >
      <Icon size={14} strokeWidth={2} aria-hidden />
      On air · {show.name} · {state}
    </button>
  );
};
