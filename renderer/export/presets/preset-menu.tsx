import { Menu } from '@base-ui/react/menu';
import { ChevronDown, SlidersHorizontal } from 'lucide-react';
import { useState } from 'react';
import type { ListedPreset } from '../../../src/contract/index.ts';
import { Button } from '../../ui/button.tsx';
import menu from '../../ui/menu.module.css';
import { MenuItem } from '../../ui/menu-item.tsx';
import { choosePreset, useExports } from '../export-store.ts';
import { importPreset, removePreset, sharePreset } from './preset-actions.ts';
import { PresetDialog } from './preset-dialog.tsx';
import { presetText } from './preset-form.ts';
import styles from './presets.module.css';

/** Which preset the sheet is of, and what can be done with presets. */
export const PresetMenu = () => {
  const presets = useExports((state) => state.presets);
  const chosen = useExports((state) => state.preset);
  const [edited, setEdited] = useState<{ readonly from: ListedPreset; readonly isNew: boolean } | null>(null);
  const preset = presets.find(({ id }) => id === chosen);
  if (!preset) return null;
  return (
    <>
      <Menu.Root>
        <Menu.Trigger
          render={
            <Button icon={SlidersHorizontal} className={styles.trigger} aria-label={`Preset: ${preset.name}`}>
              <span className={styles.name}>{preset.name}</span>
              <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
            </Button>
          }
        />
        <Menu.Portal>
          <Menu.Positioner className={menu.positioner} align="start" sideOffset={4}>
            <Menu.Popup className={menu.popup}>
              <Menu.RadioGroup value={chosen} onValueChange={(id: string) => choosePreset(id)}>
                {presets.map((each) => (
                  <Menu.RadioItem key={each.id} value={each.id} className={menu.item} closeOnClick>
                    <span className={menu.words}>{each.name}</span>
                    <span className={menu.mark}>{each.id === chosen ? 'chosen' : presetText(each)}</span>
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Separator className={menu.separator} />
              {preset.builtIn ? null : (
                <MenuItem onClick={() => setEdited({ from: preset, isNew: false })}>Edit “{preset.name}”…</MenuItem>
              )}
              <MenuItem onClick={() => setEdited({ from: preset, isNew: true })}>New preset from it…</MenuItem>
              {preset.builtIn ? null : (
                <MenuItem onClick={() => void removePreset(preset)}>Remove “{preset.name}”</MenuItem>
              )}
              <Menu.Separator className={menu.separator} />
              <MenuItem onClick={() => void importPreset()}>Import a preset…</MenuItem>
              <MenuItem onClick={() => void sharePreset(preset)}>Share as a file…</MenuItem>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
      {edited ? <PresetDialog {...edited} onClose={() => setEdited(null)} /> : null}
    </>
  );
};
