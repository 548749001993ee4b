import { Menu } from '@base-ui/react/menu';
import { ChevronDown, Group, Library, Plus } from 'lucide-react';
import { invoke, labelOf } from '../../shortcuts/registry.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { Button } from '../../ui/button.tsx';
import { countText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import menu from '../../ui/menu.module.css';
import { ShortcutItem } from '../../ui/menu-item.tsx';
import { Tooltip } from '../../ui/tooltip.tsx';
import { useRun } from '../run-store.ts';
import { chooseFromLibrary, chooseSounds } from './add-sounds.ts';
import styles from './cue-list.module.css';

/** Below the list in Edit mode: what can be added, right behind the chosen cue. `over`: files hover over the list. */
export const AddBar = ({ over }: { over: boolean }) => {
  const count = useRun(({ steps }) => steps.length);
  const chosen = useRun(({ selection }) => selection.size);
  return (
    <div className={styles.tools}>
      <Tooltip text={labelOf('run.addSound')} keys={shownKeys('run.addSound')} side="top">
        <Button icon={Plus} onClick={() => void chooseSounds()}>
          Add sounds…
        </Button>
      </Tooltip>
      <IconButton icon={Library} label="Add from the library…" side="top" onClick={chooseFromLibrary} />
      <IconButton
        icon={Group}
        label={chosen > 0 ? 'Group the chosen cues' : 'Add a group'}
        shortcut={chosen > 0 ? 'run.group' : 'run.addGroup'}
        side="top"
        onClick={() => invoke(chosen > 0 ? 'run.group' : 'run.addGroup')}
      />
      <Menu.Root>
        <Menu.Trigger render={<Button variant="quiet" />}>
          Add…
          <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} align="start" side="top" sideOffset={4}>
            <Menu.Popup className={menu.popup}>
              <ShortcutItem id="run.addFade" />
              <ShortcutItem id="run.addStop" />
              <ShortcutItem id="run.addPause" />
              <ShortcutItem id="run.addJump" />
              <Menu.Separator className={menu.separator} />
              <ShortcutItem id="run.addMemo" />
              <ShortcutItem id="run.addPlaceholder" />
              <ShortcutItem id="run.addGroup" />
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      <span className={styles.hint} role="status">
        {over
          ? 'Let go: a cue for each sound, as generic layers'
          : `${countText(count, 'cue')}${chosen > 0 ? ` · ${chosen} selected` : ''} · sounds can be dropped here`}
      </span>
    </div>
  );
};
