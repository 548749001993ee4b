import { Pause, Play, X, Zap } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { countText } from '../../ui/figures.ts';
import { Panel } from '../../ui/panel.tsx';
import { cancelJobs, exportFiles, pauseJobs, resumeJobs } from '../export-actions.ts';
import { type FileState, filesDue, filesOf, filesText, jobsOf, type SheetCell, WORD } from '../matrix/sheet.ts';
import styles from './detail.module.css';

const STATES: readonly FileState[] = ['running', 'queued', 'paused', 'failed', 'refused', 'stale', 'never', 'fresh'];

/** Several variants: how many of them are how, and what can be done with all. */
export const ChosenMany = ({ cells }: { cells: readonly SheetCell[] }) => {
  const files = cells.flatMap((cell) => cell.files);
  const all = filesOf(cells);
  const due = filesDue(cells);
  const live = jobsOf(cells, ['queued', 'running']);
  const paused = jobsOf(cells, ['paused']);
  return (
    <Panel title={`${countText(cells.length, 'variant')} chosen`}>
      <Facts
        facts={STATES.map((state) => {
          const count = files.filter((file) => file.state === state).length;
          const word = WORD[state].charAt(0).toUpperCase() + WORD[state].slice(1);
          return [word, count === 0 ? null : filesText(count)] as const;
        })}
      />
      <div className={styles.actions}>
        {due.length > 0 && due.length < all.length ? (
          <Button icon={Zap} onClick={() => void exportFiles(due)}>
            Export the {due.length} to make
          </Button>
        ) : null}
        <Button icon={Zap} disabled={all.length === 0} onClick={() => void exportFiles(all)}>
          {due.length === 0 && all.length > 0 ? 'Export all again' : `Export all ${all.length}`}
        </Button>
        {live.length > 0 ? (
          <Button icon={Pause} onClick={() => void pauseJobs(live)}>
            Pause
          </Button>
        ) : null}
        {paused.length > 0 ? (
          <Button icon={Play} onClick={() => void resumeJobs(paused)}>
            Resume
          </Button>
        ) : null}
        {live.length + paused.length > 0 ? (
          <Button icon={X} onClick={() => void cancelJobs([...live, ...paused])}>
            Cancel
          </Button>
        ) : null}
      </div>
    </Panel>
  );
};
