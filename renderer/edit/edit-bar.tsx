import { PackageOpen } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { chooseWorkout, goTo } from '../state/navigation.ts';
import { Button } from '../ui/button.tsx';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './edit-bar.module.css';
import { edit, useEditor } from './edit-store.ts';
import { HistoryMenu } from './history-menu.tsx';
import { MixControls } from './mix-controls.tsx';
import { MixMeter, Monitor } from './monitor.tsx';
import { MoreMenu } from './more-menu.tsx';
import { SaveState } from './save-state.tsx';
import { TimeDisplay } from './time-display.tsx';
import { VariantSwitch } from './variant-switch.tsx';

interface TitleProps {
  title: string;
  renaming: boolean;
  onBegin: () => void;
  onEnd: () => void;
}

const Title = ({ title, renaming, onBegin, onEnd }: TitleProps) => {
  const keep = (typed: string): void => {
    onEnd();
    const next = typed.trim();
    if (next !== '' && next !== title)
      void edit([{ op: 'workout.change', change: { title: next } }], { label: `Rename to ${next}` });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') keep(event.currentTarget.value);
    else if (event.key === 'Escape') onEnd();
  };
  if (renaming)
    return (
      <input
        className={styles.rename}
        aria-label="Title of the workout"
        defaultValue={title}
        maxLength={500}
        // biome-ignore lint/a11y/noAutofocus: the user has just asked to rename
        autoFocus
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={onKeyDown}
        onBlur={(event) => keep(event.currentTarget.value)}
      />
    );
  return (
    <h1 className={styles.title} title={title} onDoubleClick={onBegin}>
      {title}
    </h1>
  );
};

/** What is open and whether it is saved; the transport; what is heard and how loud; the way out. */
export const EditBar = () => {
  const title = useEditor((editor) => editor.workout?.title ?? '');
  const path = useEditor((editor) => editor.path);
  const [renaming, setRenaming] = useState(false);
  const toExport = (): void => {
    if (path !== null) chooseWorkout(path);
    goTo('export');
  };
  useShortcut('edit.export', toExport);
  return (
    <header className={styles.head}>
      <div className={styles.what}>
        <Title title={title} renaming={renaming} onBegin={() => setRenaming(true)} onEnd={() => setRenaming(false)} />
        <SaveState />
        <HistoryMenu />
      </div>
      <div className={styles.middle}>
        <MixControls />
        <TimeDisplay />
      </div>
      <div className={styles.rest}>
        <VariantSwitch />
        <MixMeter />
        <Monitor />
        <MoreMenu onRename={() => setRenaming(true)} />
        <Tooltip text="Export the workout" keys={shownKeys('edit.export')}>
          <Button variant="primary" icon={PackageOpen} onClick={toExport}>
            Export
          </Button>
        </Tooltip>
      </div>
    </header>
  );
};
