import { Check, CircleAlert, FileText } from 'lucide-react';
import type { MadeExport } from '../../../src/contract/index.ts';
import { attempt } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { bytesText, countText, lengthText, levelText } from '../../ui/figures.ts';
import { Unseen } from '../../ui/unseen.tsx';
import { useExports } from '../export-store.ts';
import { replacedBy } from '../jobs-of-file.ts';
import { ShowFile } from '../show-file.tsx';
import { checkLine, checksText } from './checks.ts';
import styles from './detail.module.css';
import { dayText, replacedText } from './when.ts';

/** Opens the report beside a file: where the host opens files, there; a browser keeps it. */
const openReport = async ({ path, sha256 }: MadeExport): Promise<void> => {
  const { host } = useStudio.getState();
  const report = await attempt('The report was not opened', 'exports.report', { path, sha256 });
  if (!report) return;
  if (host?.openReport) {
    host.openReport(report.path);
    return;
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([report.html], { type: 'text/html' }));
  link.download = report.path.split(/[\\/]/).pop() ?? 'report.html';
  link.click();
  URL.revokeObjectURL(link.href);
};

const Checks = ({ made }: { made: MadeExport }) => (
  <ul className={styles.checks} aria-label="Checks">
    {made.checks.map(checkLine).map(({ name, passed, measured, asked }) => (
      <li key={name} className={styles.check} data-passed={passed}>
        {passed ? (
          <Check size={14} strokeWidth={1.75} aria-hidden />
        ) : (
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
        )}
        <span className={styles.checkName}>{name}</span>
        <span className={styles.figure}>
          <Unseen>{passed ? 'passed, ' : 'failed, '}</Unseen>
          {measured} <span className={styles.asked}>{asked}</span>
        </span>
      </li>
    ))}
  </ul>
);

/** What was measured of a file that was made, whether it passed, and what can be done with it. */
export const MadeFile = ({ made }: { made: MadeExport }) => {
  const isChecked = (name: string): boolean => made.checks.some((check) => check.name === name);
  const opens = useStudio(({ host }) => host?.openReport != null);
  const newer = useExports(({ history }) => replacedBy(made, history));
  return (
    <div className={styles.made}>
      <Facts
        facts={[
          ['Made', dayText(made.madeAt)],
          ['Size', `${made.format.toUpperCase()} · ${bytesText(made.bytes)}`],
          ['Length', lengthText(made.seconds, { tenths: true })],
          ['Integrated', isChecked('loudness') ? null : made.lufs === null ? 'silent' : `${levelText(made.lufs)} LUFS`],
          ['Range', made.lra === null ? null : `${levelText(made.lra)} LU`],
          ['Cues', made.cues === null ? null : countText(made.cues, 'cue')],
        ]}
      />
      <h3 className={styles.head}>{checksText(made)}</h3>
      <Checks made={made} />
      {made.warnings.map((warning) => (
        <p key={warning} className={styles.warning}>
          {warning}
        </p>
      ))}
      <p className={styles.path}>{made.path}</p>
      {newer ? (
        <p className={styles.warning}>{replacedText(newer)}</p>
      ) : (
        <div className={styles.actions}>
          <ShowFile path={made.path} />
          <Button icon={FileText} onClick={() => void openReport(made)}>
            {opens ? 'Open report' : 'Save report'}
          </Button>
        </div>
      )}
    </div>
  );
};
