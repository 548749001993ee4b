import { OctagonAlert, TriangleAlert } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { countText } from '../../ui/figures.ts';
import { useRun } from '../run-store.ts';
import styles from './alarm-bar.module.css';
import { alarmKey, alarmTitle, alarmTone, inOrder } from './alarm-words.ts';
import { soundHere } from './session-sound.ts';
import { wallText } from './time-left.ts';
import { useSteady } from './use-steady.ts';

/** Alarms shown at once; the rest is counted. */
const MOST = 3;

/** What the operator must know now: a word, a shape, a sentence, since when, and what mends it. Screen readers are told by `Announcer`. */
export const AlarmBar = () => {
  const alarms = useSteady(({ view }) => inOrder(view?.alarms ?? []));
  const nobody = useRun(({ view }) => view?.output.state === 'none');
  if (alarms.length === 0) return null;
  return (
    <ul className={styles.alarms} aria-label="Alarms">
      {alarms.slice(0, MOST).map((alarm, place) => {
        const tone = alarmTone(alarm);
        const Icon = tone === 'error' ? OctagonAlert : TriangleAlert;
        return (
          <li key={alarmKey(alarm)} className={classNames(styles.alarm, styles[tone], place > 0 && styles.further)}>
            <Icon className={styles.shape} size={place > 0 ? 18 : 28} strokeWidth={2} aria-hidden />
            <span className={styles.words}>
              <strong className={styles.title}>{alarmTitle(alarm)}</strong>
              <span className={styles.message}>{alarm.message}</span>
            </span>
            {alarm.kind === 'output-lost' && nobody ? (
              <button type="button" className={styles.fix} onClick={soundHere}>
                Sound here
              </button>
            ) : null}
            <time className={styles.since}>{wallText(alarm.since)}</time>
          </li>
        );
      })}
      {alarms.length > MOST ? (
        <li className={styles.rest}>and {countText(alarms.length - MOST, 'more alarm')}</li>
      ) : null}
    </ul>
  );
};
