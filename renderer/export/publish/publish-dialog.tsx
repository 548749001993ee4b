import { CloudUpload, KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { Job, PublishPlan } from '../../../src/contract/index.ts';
import { attempt } from '../../state/ask.ts';
import { isOpen } from '../../state/jobs.ts';
import { useStudio } from '../../state/studio.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { SelectField } from '../../ui/field.tsx';
import { bytesText, fileName, leftText, percentText } from '../../ui/figures.ts';
import { Progress } from '../../ui/progress.tsx';
import { useExports } from '../export-store.ts';
import { filesText, type Sheet } from '../matrix/sheet.ts';
import { ACTION, planSentence } from './plan-text.ts';
import styles from './publish.module.css';
import { folderFor, releaseFolders } from './release-folders.ts';
import { TargetDialog } from './target-dialog.tsx';
import { usePlan } from './use-plan.ts';

const Plan = ({ plan }: { plan: PublishPlan }) => (
  <div className={styles.plan}>
    <p>
      <strong>{planSentence(plan)}</strong> <span className={styles.place}>{plan.place}</span>
    </p>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard scrolls it */}
    <ul className={styles.files} aria-label="Files" tabIndex={0}>
      {plan.files.map(({ name, bytes, action }) => (
        <li key={name} className={styles.file} data-action={action}>
          <span className={styles.fileName}>{name}</span>
          <span>{bytesText(bytes)}</span>
          <span className={styles.action}>{ACTION[action]}</span>
        </li>
      ))}
    </ul>
    {plan.foreign.length > 0 ? (
      <p className={styles.quiet}>{filesText(plan.foreign.length)} of others there are not touched.</p>
    ) : null}
  </div>
);

const Sending = ({ job }: { job: Job }) => {
  if (job.state === 'failed')
    return (
      <p role="alert" className={styles.trouble}>
        {job.failure?.message ?? 'It ended without a reason.'} What was sent is kept there: publish again, and it goes
        on.
      </p>
    );
  if (!isOpen(job)) return <output className={styles.done}>{job.state === 'done' ? job.detail : 'Cancelled'}</output>;
  return (
    <div className={styles.sending}>
      <Progress value={job.fraction} label={job.label} tone="go" />
      <span>{percentText(job.fraction)}</span>
      <span className={styles.quiet}>
        {[
          job.state === 'waiting' ? 'Waits until the show is over' : job.detail,
          job.remainingSeconds !== null && leftText(job.remainingSeconds),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
    </div>
  );
};

/** Where what was made is published to: what would be done is shown before it is. */
export const PublishDialog = ({ sheet, onClose }: { sheet: Sheet; onClose: () => void }) => {
  const targets = useStudio(({ settings }) => settings?.publishTargets) ?? NONE;
  const focus = useExports(({ choice }) => choice.focus?.split('\n')[0] ?? null);
  const folders = releaseFolders(sheet);
  const [folder, setFolder] = useState(() => folderFor(sheet, focus));
  const [named, setNamed] = useState<string | null>(null);
  const target = targets.find(({ name }) => name === named) ?? targets[0] ?? null;
  const [removeOld, setRemoveOld] = useState(false);
  const [editing, setEditing] = useState<'new' | 'this' | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useStudio(({ jobs }) => jobs.find(({ id }) => id === jobId) ?? null);
  const runs = job !== null && isOpen(job);
  const { plan, trouble, again } = usePlan(runs ? null : folder, runs ? null : (target?.name ?? null));
  const stale = folders.find(({ path }) => path === folder)?.stale ?? 0;

  const publish = async (): Promise<void> => {
    if (folder === null || target === null) return;
    const started = await attempt('It was not published', 'publish.start', { folder, target: target.name, removeOld });
    if (started) setJobId(started.job);
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title="Publish"
      actions={
        <>
          <Button onClick={onClose}>{runs ? 'Go on in the background' : 'Close'}</Button>
          {runs ? (
            <Button onClick={() => void attempt('It was not cancelled', 'jobs.cancel', { id: job.id })}>
              Cancel it
            </Button>
          ) : (
            <Button variant="primary" icon={CloudUpload} disabled={plan === null} onClick={() => void publish()}>
              Publish
            </Button>
          )}
        </>
      }
    >
      <div className={styles.body}>
        <div className={styles.two}>
          <SelectField
            label="What"
            value={folder ?? ''}
            disabled={runs}
            onChange={(event) => setFolder(event.target.value)}
          >
            {folders.map(({ path, titles }) => (
              <option key={path} value={path}>
                {titles.join(', ')} · {fileName(path)}
              </option>
            ))}
          </SelectField>
          {target ? (
            <div className={styles.target}>
              <SelectField
                label="Where"
                value={target.name}
                disabled={runs}
                onChange={(event) => setNamed(event.target.value)}
              >
                {targets.map(({ name, kind }) => (
                  <option key={name} value={name}>
                    {name} · {kind === 'folder' ? 'folder' : 'S3'}
                  </option>
                ))}
              </SelectField>
              <Button icon={KeyRound} disabled={runs} onClick={() => setEditing('this')}>
                Change…
              </Button>
            </div>
          ) : null}
        </div>
        <div className={styles.line}>
          <Button icon={Plus} variant={target ? 'quiet' : 'plain'} disabled={runs} onClick={() => setEditing('new')}>
            New target…
          </Button>
          {target ? null : (
            <span className={styles.quiet}>A folder, or a store that speaks S3: Amazon, Cloudflare R2, MinIO.</span>
          )}
        </div>
        {stale > 0 ? (
          <p className={styles.warning}>
            {filesText(stale)} of it {stale === 1 ? 'is' : 'are'} stale: what is published is what lies there.
          </p>
        ) : null}
        {job ? <Sending job={job} /> : null}
        {plan && !runs ? <Plan plan={plan} /> : null}
        {plan && plan.old.length > 0 && !runs ? (
          <label className={styles.check}>
            <input type="checkbox" checked={removeOld} onChange={(event) => setRemoveOld(event.target.checked)} />
            Then remove {filesText(plan.old.length)} that an earlier release left
          </label>
        ) : null}
        {trouble !== null ? (
          <div role="alert" className={styles.trouble}>
            <p>{trouble}</p>
            <Button onClick={again}>Try again</Button>
          </div>
        ) : null}
        {target && plan === null && trouble === null && !runs ? (
          <p role="status" className={styles.quiet}>
            Looking what is there…
          </p>
        ) : null}
      </div>
      {editing ? (
        <TargetDialog
          target={editing === 'this' ? target : null}
          onClose={(name) => {
            setEditing(null);
            if (name !== null) setNamed(name);
            again();
          }}
        />
      ) : null}
    </Dialog>
  );
};

const NONE = [] as const;
