import { frames } from '../../../src/model/index.ts';
import { useRun } from '../run-store.ts';
import styles from './clocks.module.css';
import { showNow } from './show-time.ts';
import { elapsedText, wallText } from './time-left.ts';
import { useWritten } from './use-written.ts';

/** Since the first GO; zeros before it. */
const elapsed = (): string => {
  const { view } = useRun.getState();
  if (!view || view.startedAt === null) return elapsedText(frames(0));
  return elapsedText(frames(Math.max(0, showNow(view) - view.startedAt)));
};

/** How long the show has gone on, and the time of day: written in place, React has no part in it. */
export const Clocks = () => {
  const show = useWritten<HTMLTimeElement>(elapsed);
  const wall = useWritten<HTMLTimeElement>(() => wallText(Date.now()));
  return (
    <dl className={styles.clocks}>
      <div className={styles.clock}>
        <dt>Elapsed</dt>
        <dd>
          <time ref={show} />
        </dd>
      </div>
      <div className={styles.clock}>
        <dt>Wall</dt>
        <dd>
          <time ref={wall} />
        </dd>
      </div>
    </dl>
  );
};
