import { Menu } from '@base-ui/react/menu';
import { CircleAlert, CircleCheck, Ellipsis, LoaderCircle, RefreshCw, TriangleAlert } from 'lucide-react';
import type { Finding } from '../../../src/contract/index.ts';
import { type Frames, toSeconds } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import menu from '../../ui/menu.module.css';
import { timeText } from '../../ui/times.ts';
import { type Checks, checkAgain, useChecks } from '../checks.ts';
import { edit, useEditor } from '../edit-store.ts';
import { announce } from '../hand/index.ts';
import { overlapFixes } from './overlap-fixes.ts';
import styles from './preflight.module.css';
import { goToFinding } from './preflight-step.ts';

type Fix = Finding['fixes'][number];

const apply = async ({ edits, label }: Fix): Promise<void> => {
  if ((await edit(edits, { label })) !== null) announce(label);
};

const keyOf = ({ kind, cues, track, at, message }: Finding): string => `${kind} ${cues} ${track} ${at} ${message}`;

const One = ({ finding }: { finding: Finding }) => {
  const { severity, message, at, fixes } = finding;
  const Icon = severity === 'error' ? CircleAlert : TriangleAlert;
  const [first, ...others] = fixes;
  return (
    <li className={styles.finding}>
      <button type="button" className={styles.go} onClick={() => goToFinding(finding)}>
        <span className={severity === 'error' ? styles.error : styles.warning}>
          <Icon size={14} strokeWidth={1.75} aria-hidden />
          {severity === 'error' ? 'Error' : 'Warning'}
        </span>
        <span className={styles.time}>{at === null ? '–' : timeText(toSeconds(at as Frames))}</span>
        <span className={styles.message}>{message}</span>
      </button>
      {first ? (
        <Button className={styles.fix} onClick={() => void apply(first)}>
          {first.label}
        </Button>
      ) : null}
      {others.length > 0 ? (
        <Menu.Root>
          <Menu.Trigger render={<IconButton icon={Ellipsis} label="Other ways to mend it" side="left" />} />
          <Menu.Portal>
            <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
              <Menu.Popup className={menu.popup}>
                {others.map((fix) => (
                  <Menu.Item key={fix.label} className={menu.item} onClick={() => void apply(fix)}>
                    {fix.label}
                  </Menu.Item>
                ))}
              </Menu.Popup>
            </Menu.Positioner>
          </Menu.Portal>
        </Menu.Root>
      ) : null}
    </li>
  );
};

const Clear = ({ state }: { state: Checks['state'] }) => {
  const heard = useEditor(({ workout, variant }) => workout?.variants.find(({ id }) => id === variant)?.name ?? null);
  const hasCues = useEditor(({ workout }) => (workout?.cues.length ?? 0) > 0);
  return (
    <div className={styles.clear}>
      <CircleCheck size={22} strokeWidth={1.75} aria-hidden />
      <p>
        <strong>{hasCues ? 'Every rider will hear every word.' : 'Nothing is said yet.'}</strong>
        {state === 'checking' ? ' Looking again…' : heard === null ? '' : ` Checked as ${heard}.`}
      </p>
    </div>
  );
};

/** Everything to look at before an export, with a way to its place and buttons that mend it. */
export const Preflight = () => {
  const checks = useChecks();
  const { findings, state, variant, trouble } = checks;
  const name = useEditor(({ workout }) => workout?.variants.find(({ id }) => id === variant)?.name ?? '');
  if (state === 'failed')
    return (
      <div className={styles.clear} role="alert">
        <CircleAlert size={22} strokeWidth={1.75} className={styles.error} aria-hidden />
        <p>
          <strong>The workout could not be checked.</strong> {trouble}
        </p>
        <Button icon={RefreshCw} onClick={checkAgain}>
          Check again
        </Button>
      </div>
    );
  if (state === 'none')
    return (
      <div className={styles.clear} role="status">
        <LoaderCircle size={22} strokeWidth={1.75} aria-hidden />
        <p>{variant === null && name === '' ? 'Looking at every cue…' : 'There is no variant to check.'}</p>
      </div>
    );
  if (findings.length === 0) return <Clear state={state} />;
  const overlaps = findings.filter(({ kind }) => kind === 'overlap');
  const mended = overlapFixes(findings);
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const sorted = [...findings].sort(
    (a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning') || (a.at ?? 0) - (b.at ?? 0),
  );
  return (
    <div className={styles.preflight}>
      <div className={styles.head} role="status">
        <span>
          {name}: {errors > 0 ? `${countText(errors, 'error')}, ` : ''}
          {countText(findings.length - errors, 'warning')}
          {state === 'checking' ? ' · looking again' : ''}
        </span>
        {overlaps.length > 1 && mended.length > 0 ? (
          <Button onClick={() => void edit(mended, { label: 'Resolve all overlaps' })}>
            Resolve all {overlaps.length} overlaps
          </Button>
        ) : null}
      </div>
      <ul className={styles.list}>
        {sorted.map((finding) => (
          <One key={keyOf(finding)} finding={finding} />
        ))}
      </ul>
    </div>
  );
};
