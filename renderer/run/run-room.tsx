import { useEffect, useState } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { useStudio } from '../state/studio.ts';
import { fileName } from '../ui/figures.ts';
import { SoundDialog } from './list/index.ts';
import { NewList, OpenList } from './list-dialogs.tsx';
import { chooseList, closeList, openDemoSession, useOpening } from './open-list.ts';
import { RunSession } from './run-session.tsx';
import { CannotOpenList, NoSession, NotAnswered, SessionComes } from './run-states.tsx';
import { askForSession, useRun } from './run-store.ts';

const Now = ({ onNew }: { onNew: () => void }) => {
  const stage = useRun((state) => state.stage);
  const trouble = useRun((state) => state.trouble);
  const { path, failed } = useOpening();
  const connected = useStudio((state) => state.connection === 'connected');
  useEffect(() => {
    // A session that came by itself (the demo, another window) is what is looked at.
    if (stage === 'open') useOpening.setState({ failed: null, demo: null });
  }, [stage]);
  if (stage === 'open') return <RunSession />;
  if (path !== null) return <SessionComes title={fileName(path)} />;
  if (failed) return <CannotOpenList path={failed.path} message={failed.failure.message} />;
  if (stage === 'none') return <NoSession onNew={onNew} />;
  if (trouble !== null && connected) return <NotAnswered trouble={trouble} onRetry={askForSession} />;
  return <SessionComes title="Run" />;
};

/** Where sessions are performed: the open one, or what to begin with. */
export const RunRoom = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const open = useRun(({ stage }) => stage === 'open');
  const [naming, setNaming] = useState(false);
  useShortcut('run.new', () => setNaming(true), !armed);
  useShortcut('run.open', () => void chooseList(), !armed);
  useShortcut('run.openDemo', () => void openDemoSession(), !armed);
  useShortcut('run.close', () => void closeList(), open && !armed);
  return (
    <>
      <Now onNew={() => setNaming(true)} />
      {naming ? <NewList onClose={() => setNaming(false)} /> : null}
      <OpenList />
      <SoundDialog />
    </>
  );
};
