import { Menu } from '@base-ui/react/menu';
import { History } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { attempt } from '../state/ask.ts';
import { IconButton } from '../ui/icon-button.tsx';
import menu from '../ui/menu.module.css';
import { Toolbar } from '../ui/toolbar.tsx';
import { UndoButtons } from '../ui/undo-buttons.tsx';
import styles from './edit-bar.module.css';
import { redoEdit, undoEdit, useEditor } from './edit-store.ts';

interface Steps {
  /** What was done, newest last, what is undone now included. */
  readonly labels: readonly string[];
  readonly undone: number;
}

/** Steps that a menu shows: the newest. */
const SHOWN = 60;

/** Goes to the moment after `done` steps, one undo or redo after the other. */
const goBackTo = async (steps: Steps, done: number): Promise<void> => {
  const by = done - (steps.labels.length - steps.undone);
  for (let i = 0; i < Math.abs(by); i++) await (by > 0 ? redoEdit() : undoEdit());
};

/** Undo, redo, and every step of the workout's history to go back to. */
export const HistoryMenu = () => {
  const history = useEditor((editor) => editor.place?.history);
  const path = useEditor((editor) => editor.path);
  const revision = useEditor((editor) => editor.place?.revision);
  const [open, setOpen] = useState(false);
  const [steps, setSteps] = useState<Steps | null>(null);
  const undo = history?.undo ?? null;
  const redo = history?.redo ?? null;
  useShortcut('edit.undo', () => void undoEdit(), history !== undefined, true);
  useShortcut('edit.redo', () => void redoEdit(), history !== undefined, true);
  useShortcut('edit.history', () => setOpen(true), undo !== null || redo !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another revision has another history
  useEffect(() => {
    if (!open || path === null) return;
    let over = false;
    void attempt('The history could not be read', 'edit.history', { path }).then((read) => {
      if (!over && read) setSteps(read);
    });
    return () => {
      over = true;
    };
  }, [open, path, revision]);
  const done = steps === null ? 0 : steps.labels.length - steps.undone;
  const first = steps === null ? 0 : Math.max(0, steps.labels.length - SHOWN);
  return (
    <Toolbar aria-label="History" className={styles.history}>
      <UndoButtons undo={undo} redo={redo} onUndo={() => void undoEdit()} onRedo={() => void redoEdit()} />
      <Menu.Root open={open} onOpenChange={setOpen}>
        <Menu.Trigger
          disabled={undo === null && redo === null}
          render={<IconButton icon={History} label="History" shortcut="edit.history" />}
        />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} align="start" sideOffset={4}>
            <Menu.Popup className={menu.popup}>
              {steps === null ? (
                <p className={menu.note}>Reading…</p>
              ) : (
                <Menu.RadioGroup value={done} onValueChange={(place: number) => void goBackTo(steps, place)}>
                  {steps.labels
                    .slice(first)
                    .map((label, i) => ({ label, place: first + i + 1 }))
                    .reverse()
                    .map(({ label, place }) => (
                      <Menu.RadioItem
                        key={place}
                        value={place}
                        className={menu.item}
                        data-undone={place > done || undefined}
                        closeOnClick
                      >
                        <span className={menu.words}>{label}</span>
                        {place === done ? <span className={menu.mark}>now</span> : null}
                        {place > done ? <span className={menu.mark}>undone</span> : null}
                      </Menu.RadioItem>
                    ))}
                  {first === 0 ? (
                    <Menu.RadioItem value={0} className={menu.item} closeOnClick>
                      <span className={menu.words}>As it was opened</span>
                      {done === 0 ? <span className={menu.mark}>now</span> : null}
                    </Menu.RadioItem>
                  ) : null}
                </Menu.RadioGroup>
              )}
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </Toolbar>
  );
};
