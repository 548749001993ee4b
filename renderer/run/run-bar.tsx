import { Menu } from '@base-ui/react/menu';
import { Check, CircleAlert, LoaderCircle, Lock, LockOpen, MoreHorizontal, Pencil, ShieldCheck } from 'lucide-react';
import { useEffect, useState } from 'react';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import menu from '../ui/menu.module.css';
import { ShortcutItem } from '../ui/menu-item.tsx';
import { savedText } from '../ui/times.ts';
import { Toolbar } from '../ui/toolbar.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import { UndoButtons } from '../ui/undo-buttons.tsx';
import { Clocks, OutputChip } from './perform/index.ts';
import { PreFlight } from './pre-flight.tsx';
import styles from './run-bar.module.css';
import { steer, useRun } from './run-store.ts';

/** How long a first click on the way out of Show mode asks for a second. Milliseconds. */
const ASKS_MS = 4_000;

/** Edit mode, arming, or Show mode: in words, with a shape. */
const ModeChip = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const ready = useRun(({ view }) => view?.arming?.ready ?? null);
  const total = useRun(({ view }) => view?.arming?.total ?? null);
  if (ready !== null && total !== null && ready < total)
    return (
      <span className={styles.chip} data-tone="warn" role="status">
        <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
        Arming · {ready} of {total} ready
      </span>
    );
  return armed ? (
    <span className={styles.chip} data-tone="go" role="status">
      <Lock size={14} strokeWidth={1.75} aria-hidden />
      Show mode · armed
    </span>
  ) : (
    <span className={styles.chip} role="status">
      <Pencil size={14} strokeWidth={1.75} aria-hidden />
      Edit mode
    </span>
  );
};

/** Whether the file holds what was edited; every edit is safe in the library at once. */
const SaveState = () => {
  const open = useRun(({ list }) => list !== null);
  const savedAt = useRun(({ list }) => list?.savedAt ?? null);
  const trouble = useRun(({ list }) => list?.saveTrouble ?? null);
  if (!open) return null;
  if (trouble !== null)
    return (
      <Tooltip text={`${trouble} Every edit is kept in the library, and the file tried again.`}>
        <span className={styles.chip} data-tone="error" role="status">
          <CircleAlert size={14} strokeWidth={1.75} aria-hidden />
          <span className={styles.words}>Not saved: {trouble}</span>
        </span>
      </Tooltip>
    );
  return (
    <span className={styles.saved}>
      {savedAt === null ? (
        <LoaderCircle size={14} strokeWidth={1.75} aria-hidden />
      ) : (
        <Check size={14} strokeWidth={1.75} aria-hidden />
      )}
      {savedAt === null ? 'Saving…' : `Saved ${savedText(savedAt)}`}
    </span>
  );
};

const History = () => {
  const undo = useRun(({ list }) => list?.history.undo ?? null);
  const redo = useRun(({ list }) => list?.history.redo ?? null);
  const armed = useRun(({ view }) => view?.armed ?? false);
  const back = (): void => void steer('run.undo', {});
  const on = (): void => void steer('run.redo', {});
  // The room's own undo: the frame's would undo what was done in the library.
  useShortcut('edit.undo', () => undo !== null && back(), !armed, true);
  useShortcut('edit.redo', () => redo !== null && on(), !armed, true);
  if (armed) return null;
  return (
    <Toolbar aria-label="History" className={styles.history}>
      <UndoButtons undo={undo} redo={redo} onUndo={back} onRedo={on} />
    </Toolbar>
  );
};

/** Into Show mode and back. A way out that was not meant is asked about; the keys mean it. */
const ArmButton = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const arming = useRun(({ view }) => view?.arming != null && !view.armed);
  const empty = useRun(({ steps }) => steps.length === 0);
  const connected = useStudio((state) => state.connection === 'connected');
  const [busy, setBusy] = useState(false);
  const [asks, setAsks] = useState(false);
  useEffect(() => {
    if (!asks) return;
    const over = setTimeout(() => setAsks(false), ASKS_MS);
    return () => clearTimeout(over);
  }, [asks]);
  const change = async (): Promise<void> => {
    setBusy(true);
    setAsks(false);
    await steer(armed ? 'run.disarm' : 'run.arm', {});
    setBusy(false);
  };
  useShortcut('run.arm', () => void change(), connected && !busy && (armed || !empty));
  if (armed)
    return (
      <Tooltip text="Back to Edit mode: what sounds goes on" keys={shownKeys('run.arm')}>
        <Button
          icon={LockOpen}
          disabled={busy || !connected}
          onClick={() => (asks ? void change() : setAsks(true))}
          onBlur={() => setAsks(false)}
        >
          {asks ? 'Unlock the list?' : 'Edit mode'}
        </Button>
      </Tooltip>
    );
  return (
    <Tooltip text="Show mode: the first cue is made ready, the list is locked" keys={shownKeys('run.arm')}>
      <Button
        variant="primary"
        icon={ShieldCheck}
        disabled={busy || arming || empty || !connected}
        onClick={() => void change()}
      >
        {arming ? 'Arming…' : 'Arm'}
      </Button>
    </Tooltip>
  );
};

const MoreMenu = () => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const path = useRun(({ list }) => list?.path ?? null);
  const showFile = useStudio((state) => state.host?.showFile ?? null);
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={MoreHorizontal} label="More of the session" />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {armed ? (
              <p className={menu.note}>Show mode: the list stays open</p>
            ) : (
              <>
                <ShortcutItem id="run.new" />
                <ShortcutItem id="run.open" />
                <ShortcutItem id="run.close" />
              </>
            )}
            {showFile && path !== null ? (
              <>
                <Menu.Separator className={menu.separator} />
                <Menu.Item className={menu.item} onClick={() => showFile(path)}>
                  Show the file
                </Menu.Item>
              </>
            ) : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

/** What is open and whether it may be changed; what is wrong with it; the clocks; where it sounds; the way into the show. */
export const RunBar = () => {
  const name = useRun(({ cuelist, view }) => cuelist?.name ?? view?.name ?? 'Run');
  return (
    <header className={styles.bar}>
      <div className={styles.what}>
        <Tooltip text={name}>
          <h1 className={styles.title}>{name}</h1>
        </Tooltip>
        <ModeChip />
        <PreFlight />
        <SaveState />
        <History />
      </div>
      <div className={styles.rest}>
        <Clocks />
        <OutputChip />
        <MoreMenu />
        <ArmButton />
      </div>
    </header>
  );
};
