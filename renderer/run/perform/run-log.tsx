import { ArrowDownToLine } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { SessionLogLine } from '../../../src/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { useRun } from '../run-store.ts';
import styles from './run-log.module.css';
import { wallText } from './time-left.ts';

/** Lines on the page at once: as many as a person scrolls back in a show. */
const MOST = 500;

type Shown = 'warning' | 'info' | 'debug';
const CHOICES = [
  { value: 'warning', label: 'Warnings' },
  { value: 'info', label: 'Log' },
  { value: 'debug', label: 'All' },
] as const;
const LEVELS: readonly SessionLogLine['level'][] = ['debug', 'info', 'warning'];

/** Lines of a level and of those above it, the newest. */
export const linesOf = (lines: readonly SessionLogLine[], least: Shown): readonly SessionLogLine[] =>
  lines.filter(({ level }) => LEVELS.indexOf(level) >= LEVELS.indexOf(least)).slice(-MOST);

/** Long counts are not torn apart at the end of a line. */
const unbroken = (text: string): string => text.replace(/(\d) (?=\d{3}\b)/g, '$1\u00a0');

/** What happened when, newest last; stays at the newest until it is scrolled away from. */
export const RunLog = () => {
  const all = useRun(({ lines }) => lines);
  const [least, setLeast] = useState<Shown>('info');
  const [follows, setFollows] = useState(true);
  const box = useRef<HTMLDivElement>(null);
  const lines = linesOf(all, least);
  // Whatever was drawn: its end is where it stays.
  useEffect(() => {
    if (follows && box.current) box.current.scrollTop = box.current.scrollHeight;
  });
  return (
    <section className={styles.log} aria-label="Log">
      <div
        ref={box}
        className={styles.lines}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label="What happened when"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) =>
          setFollows(scrollHeight - scrollTop - clientHeight < 24)
        }
      >
        {lines.length === 0 ? <p className={styles.nothing}>Nothing has happened yet.</p> : null}
        {lines.map((line) => (
          <p key={line.number} className={styles.line} data-level={line.level}>
            <time>{wallText(line.at, { thousandths: true })}</time> {line.level === 'warning' ? '▲ ' : ''}
            {unbroken(line.text)}
          </p>
        ))}
      </div>
      <div className={styles.side}>
        <Segmented label="Lines that are shown" value={least} choices={CHOICES} onChange={setLeast} />
        {follows ? null : (
          <Button variant="quiet" icon={ArrowDownToLine} onClick={() => setFollows(true)}>
            Newest
          </Button>
        )}
      </div>
    </section>
  );
};
