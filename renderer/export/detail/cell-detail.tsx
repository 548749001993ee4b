import { Zap } from 'lucide-react';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { Panel } from '../../ui/panel.tsx';
import { exportFiles } from '../export-actions.ts';
import { type FileState, filesOf, type SheetCell, type SheetFile } from '../matrix/sheet.ts';
import { LOOK } from '../state-look.ts';
import styles from './detail.module.css';
import { JobFacts } from './job-facts.tsx';
import { MadeFile } from './made-file.tsx';

/** What asking for a file once more is called. */
const AGAIN: Partial<Record<FileState, string>> = {
  never: 'Export only this',
  fresh: 'Export it again',
  stale: 'Export it again',
  failed: 'Try it again',
};

const sentence = (text: string): string =>
  text.charAt(0).toUpperCase() + text.slice(1) + (/[.!?”]$/.test(text) ? '' : '.');

const Why = ({ file }: { file: SheetFile }) => {
  if (file.why.length === 0 || file.live) return null;
  const isWrong = file.state === 'failed' || file.state === 'refused';
  return (
    <ul className={isWrong ? styles.problem : styles.reasons} aria-label={`Why it is ${LOOK[file.state].word}`}>
      {file.why.map((each) => (
        <li key={each}>{sentence(each)}</li>
      ))}
    </ul>
  );
};

/** A file of a variant: how it is and why, the job that makes it, and what was made last. */
export const CellDetail = ({ cell, file }: { cell: SheetCell; file: SheetFile }) => {
  const { word, icon, tone } = LOOK[file.state];
  const again = AGAIN[file.state];
  return (
    <Panel
      title={`${cell.name} · ${file.format.toUpperCase()}`}
      actions={
        <Chip icon={icon} tone={tone}>
          {word}
        </Chip>
      }
    >
      <Why file={file} />
      {file.live ? <JobFacts job={file.live} /> : null}
      {again ? (
        <div className={styles.actions}>
          <Button icon={Zap} onClick={() => void exportFiles(filesOf([{ ...cell, files: [file] }]))}>
            {again}
          </Button>
        </div>
      ) : null}
      {file.made ? (
        <>
          {file.state === 'fresh' ? null : <p className={styles.quiet}>As it was made last:</p>}
          <MadeFile made={file.made} />
        </>
      ) : file.state === 'never' ? (
        <p className={styles.quiet}>Not exported yet. What is measured of it will stand here.</p>
      ) : null}
    </Panel>
  );
};
