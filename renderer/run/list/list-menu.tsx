import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { canInvoke } from '../../shortcuts/registry.ts';
import type { ShortcutId } from '../../shortcuts/shortcut-table.ts';
import { Keys } from '../../ui/keys.tsx';
import styles from '../../ui/menu.module.css';
import { ShortcutItem } from '../../ui/menu-item.tsx';
import { steer, useRun } from '../run-store.ts';
import { chooseFromLibrary } from './add-sounds.ts';
import { CUE_COLORS, CueColor } from './cue-color.tsx';
import { colorChosen } from './list-commands.ts';
import { foldAll } from './list-store.ts';

const Item = ({ id }: { id: ShortcutId }) => <ShortcutItem id={id} disabled={!canInvoke(id)} />;

const Line = () => <ContextMenu.Separator className={styles.separator} />;

/** What can be done with the chosen cues, at the pointer, in the words of the palette. In Show mode nothing changes the list. */
export const ListMenu = ({ children }: { children: ReactElement }) => {
  const armed = useRun(({ view }) => view?.armed ?? false);
  const lead = useRun((state) => state.lead);
  const some = useRun(({ selection }) => selection.size > 0);
  const groups = useRun(({ steps }) => steps.some(({ cue }) => cue.action.kind === 'group'));
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={styles.positioner}>
          <ContextMenu.Popup className={styles.popup} finalFocus={listOf}>
            {lead !== null ? (
              <>
                <ContextMenu.Item
                  className={styles.item}
                  onClick={() => void steer('run.jump', { cue: lead, fire: false })}
                >
                  Make it next
                  <Keys keys="Enter" />
                </ContextMenu.Item>
                <Item id="run.audition" />
                <Line />
              </>
            ) : null}
            {armed ? (
              <p className={styles.note}>Show mode: the list is locked</p>
            ) : (
              <>
                <AddMenu />
                <Line />
                {some ? (
                  <>
                    <Item id="run.rename" />
                    <ColorMenu />
                    <Item id="run.duplicate" />
                    <Item id="run.group" />
                    <Item id="run.ungroup" />
                    <Line />
                    <Item id="run.cut" />
                    <Item id="run.copy" />
                  </>
                ) : null}
                <Item id="run.paste" />
                {some ? (
                  <>
                    <Item id="run.moveUp" />
                    <Item id="run.moveDown" />
                    <Line />
                    <Item id="run.delete" />
                  </>
                ) : null}
              </>
            )}
            <Line />
            <Item id="run.selectAll" />
            {groups ? (
              <>
                <ContextMenu.Item className={styles.item} onClick={() => foldAll(true)}>
                  Fold all groups
                </ContextMenu.Item>
                <ContextMenu.Item className={styles.item} onClick={() => foldAll(false)}>
                  Open all groups
                </ContextMenu.Item>
              </>
            ) : null}
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
};

/** Keys go on in the list when the menu has gone. */
const listOf = (): HTMLElement | null => document.querySelector<HTMLElement>('[role=treegrid]');

const AddMenu = () => (
  <ContextMenu.SubmenuRoot>
    <ContextMenu.SubmenuTrigger className={styles.item}>
      Add after it
      <span aria-hidden>▸</span>
    </ContextMenu.SubmenuTrigger>
    <ContextMenu.Portal>
      <ContextMenu.Positioner className={styles.positioner}>
        <ContextMenu.Popup className={styles.popup}>
          <Item id="run.addSound" />
          <ContextMenu.Item className={styles.item} onClick={chooseFromLibrary}>
            Add from the library…
          </ContextMenu.Item>
          <Item id="run.addGroup" />
          <Line />
          {(['run.addFade', 'run.addStop', 'run.addPause', 'run.addJump'] as const).map((id) => (
            <Item key={id} id={id} />
          ))}
          <Line />
          <Item id="run.addMemo" />
          <Item id="run.addPlaceholder" />
        </ContextMenu.Popup>
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  </ContextMenu.SubmenuRoot>
);

const ColorMenu = () => (
  <ContextMenu.SubmenuRoot>
    <ContextMenu.SubmenuTrigger className={styles.item}>
      Colour
      <span aria-hidden>▸</span>
    </ContextMenu.SubmenuTrigger>
    <ContextMenu.Portal>
      <ContextMenu.Positioner className={styles.positioner}>
        <ContextMenu.Popup className={styles.popup}>
          {CUE_COLORS.map((color) => (
            <ContextMenu.Item key={color} className={styles.item} onClick={() => void colorChosen(color)}>
              {color}
              <CueColor color={color} dot />
            </ContextMenu.Item>
          ))}
          <ContextMenu.Item className={styles.item} onClick={() => void colorChosen(null)}>
            none
          </ContextMenu.Item>
        </ContextMenu.Popup>
      </ContextMenu.Positioner>
    </ContextMenu.Portal>
  </ContextMenu.SubmenuRoot>
);
