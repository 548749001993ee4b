import { CircleAlert, FilePlus, FolderOpen, ListMusic, RefreshCw, Sparkles, X } from 'lucide-react';
import { type DragEvent, type ReactNode, useEffect, useState } from 'react';
import type { CuelistSummary } from '../../src/contract/index.ts';
import { toFailure } from '../../src/model/index.ts';
import { ShowFile } from '../export/show-file.tsx';
import { ask } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { Button } from '../ui/button.tsx';
import { CannotOpen, linesOf } from '../ui/cannot-open.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { countText, fileName } from '../ui/figures.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Progress } from '../ui/progress.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { chooseList, dismissFailure, openDemoSession, openDropped, openList, useOpening } from './open-list.ts';
import { ResumeOffer } from './perform/index.ts';
import styles from './run-states.module.css';

/** The places of list and inspector before the session is there. */
export const SessionComes = ({ title }: { title: string }) => (
  <>
    <TopBar title={title} />
    <div className={styles.coming} role="status" aria-label={`Opening ${title}`}>
      {[0, 1, 2, 3, 4, 5, 6].map((row) => (
        <span key={row} className={styles.bone} />
      ))}
    </div>
  </>
);

/** The studio did not say what is open. */
export const NotAnswered = ({ trouble, onRetry }: { trouble: string; onRetry: () => void }) => (
  <>
    <TopBar title="Run" />
    <EmptyState
      icon={CircleAlert}
      title="The session could not be read"
      actions={
        <Button icon={RefreshCw} onClick={onRetry}>
          Try again
        </Button>
      }
    >
      {trouble}
    </EmptyState>
  </>
);

/** A cuelist that cannot be opened: what is wrong with it, and what can be done. */
export const CannotOpenList = ({ path, message }: { path: string; message: string }) => (
  <>
    <TopBar title={fileName(path)} />
    <CannotOpen
      title="The cuelist could not be opened"
      path={path}
      lines={linesOf(message)}
      wide
      actions={
        <>
          <Button variant="primary" icon={RefreshCw} onClick={() => void openList(path)}>
            Try again
          </Button>
          <ShowFile path={path} />
          <Button icon={FolderOpen} onClick={() => void chooseList()}>
            Open another…
          </Button>
          <Button variant="quiet" onClick={dismissFailure}>
            Back to the cuelists
          </Button>
        </>
      }
    />
  </>
);

/** The cuelists the studio knows; null: not asked yet. */
const useLists = (): { readonly lists: readonly CuelistSummary[] | null; readonly trouble: string | null } => {
  const host = useStudio((state) => state.host);
  const connected = useStudio((state) => state.connection === 'connected');
  const [known, setKnown] = useState<{ lists: readonly CuelistSummary[] | null; trouble: string | null }>({
    lists: null,
    trouble: null,
  });
  useEffect(() => {
    if (!host || !connected) return;
    const look = (): void => {
      ask('run.lists', {}).then(
        ({ lists }) => setKnown({ lists, trouble: null }),
        (error: unknown) => setKnown({ lists: null, trouble: toFailure(error).message }),
      );
    };
    look();
    return host.client.on('run.lists', look);
  }, [host, connected]);
  return known;
};

const forget = async (path: string): Promise<void> => {
  try {
    await ask('run.forget', { path });
  } catch (error) {
    tellFailure('The cuelist stays on the list', toFailure(error).message);
  }
};

const DAY_MS = 86_400_000;

/** When a list was opened, in the days of this machine. */
const dayText = (milliseconds: number): string => {
  const midnight = new Date().setHours(0, 0, 0, 0);
  if (milliseconds >= midnight) return 'today';
  if (milliseconds >= midnight - DAY_MS) return 'yesterday';
  return new Date(milliseconds).toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' });
};

/** Files may be dropped anywhere on what it holds; while they hover it says so. */
const DropList = ({ children }: { children: ReactNode }) => {
  const [over, setOver] = useState(false);
  const hover = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(true);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the open button does the same from the keyboard
    <div
      className={styles.drop}
      onDragEnter={hover}
      onDragOver={hover}
      onDragLeave={(event) => setOver(event.currentTarget.contains(event.relatedTarget as Node | null))}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        void openDropped([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over ? (
        <div className={styles.over} role="status">
          <ListMusic size={34} strokeWidth={1.5} aria-hidden />
          <strong>Let go to open the cuelist</strong>
          <span>Ours, a session of another tool (.json), a playlist (.m3u) or a table (.csv).</span>
        </div>
      ) : null}
    </div>
  );
};

/** No session is open: the cuelists that were, and what to begin with. */
export const NoSession = ({ onNew }: { onNew: () => void }) => {
  const { lists, trouble } = useLists();
  const demo = useOpening((state) => state.demo);
  const job = useStudio((state) => state.jobs.find(({ id, state: at }) => id === demo && at === 'running') ?? null);
  const actions = (
    <>
      <Button icon={FilePlus} onClick={onNew}>
        New cuelist…
      </Button>
      <Button icon={FolderOpen} onClick={() => void chooseList()}>
        Open…
      </Button>
      <Button variant="primary" icon={Sparkles} disabled={job !== null} onClick={() => void openDemoSession()}>
        Try the demo session
      </Button>
    </>
  );
  if (job !== null)
    return (
      <>
        <TopBar title="Run" />
        <EmptyState
          icon={Sparkles}
          title="The demo session is being made"
          actions={<Progress className={styles.progress} value={job.fraction} label={job.label} />}
        >
          Its sounds take a few seconds, then it opens here.
        </EmptyState>
      </>
    );
  return (
    <DropList>
      <TopBar title="Run" />
      <div className={styles.offer}>
        <ResumeOffer />
      </div>
      {lists === null || lists.length === 0 ? (
        <EmptyState
          icon={ListMusic}
          title={trouble === null ? 'No session is open yet' : 'The cuelists could not be read'}
          actions={actions}
        >
          {trouble ??
            'Make a cuelist of your sounds, open one (ours, a session of another tool, .m3u or .csv: drop it anywhere here), or try the demo session.'}
        </EmptyState>
      ) : (
        <div className={styles.scroll}>
          <section className={styles.lists} aria-labelledby="lists">
            <div className={styles.listsHead}>
              <h2 id="lists" className={styles.listsTitle}>
                Your cuelists
              </h2>
              <div className={styles.actions}>{actions}</div>
            </div>
            <ul className={styles.known}>
              {lists.map((list) => (
                <KnownList key={list.path} list={list} />
              ))}
            </ul>
            <p className={styles.hint}>A cuelist can be dropped anywhere here.</p>
          </section>
        </div>
      )}
    </DropList>
  );
};

const KnownList = ({ list: { path, name, cues, openedAt, trouble } }: { list: CuelistSummary }) => (
  <li className={styles.one}>
    <button type="button" className={styles.open} onClick={() => void openList(path)}>
      <span className={styles.name}>{name}</span>
      <span className={styles.where}>{path}</span>
      {trouble === null ? null : (
        <span className={styles.trouble}>
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
          {trouble}
        </span>
      )}
    </button>
    <span className={styles.figure}>{countText(cues, 'cue')}</span>
    <span className={styles.figure}>{dayText(openedAt)}</span>
    <IconButton
      icon={X}
      label={`Take ${name} off the list; its file stays`}
      side="left"
      onClick={() => void forget(path)}
    />
  </li>
);
