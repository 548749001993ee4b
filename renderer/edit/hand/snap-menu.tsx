import { Menu } from '@base-ui/react/menu';
import { Check, Magnet } from 'lucide-react';
import { useState } from 'react';
import { labelOf } from '../../shortcuts/registry.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { Keys } from '../../ui/keys.tsx';
import styles from '../../ui/menu.module.css';
import { type Snap, useEditor } from '../edit-store.ts';
import { SNAPS, setRipple, setSnap, useHandSettings } from './hand-settings.ts';

/** What drags snap to, and whether what lies behind a segment moves along: a button that opens both. */
export const SnapMenu = () => {
  const snap = useEditor((editor) => editor.snap);
  const ripple = useHandSettings((settings) => settings.ripple);
  const [open, setOpen] = useState(false);
  useShortcut('edit.snap', () => setOpen(true));
  useShortcut('edit.ripple', () => setRipple(!ripple));
  const now = SNAPS.find((each) => each.snap === snap)!.label;
  const keys = shownKeys('edit.ripple');
  return (
    <Menu.Root open={open} onOpenChange={setOpen}>
      <Menu.Trigger
        render={
          <IconButton
            icon={Magnet}
            label={snap === 'off' ? 'Snaps to nothing' : `Snaps to ${now.toLowerCase()}`}
            shortcut="edit.snap"
            aria-pressed={snap !== 'off'}
          />
        }
      />
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} align="start" sideOffset={4}>
          <Menu.Popup className={styles.popup} aria-label={labelOf('edit.snap')}>
            <Menu.RadioGroup value={snap} onValueChange={(next: Snap) => setSnap(next)}>
              {SNAPS.map((each) => (
                <Menu.RadioItem key={each.snap} value={each.snap} className={styles.item} closeOnClick>
                  {each.label}
                  {each.snap === snap ? <Check size={14} strokeWidth={1.75} aria-hidden /> : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
            <Menu.Separator className={styles.separator} />
            <Menu.CheckboxItem className={styles.item} checked={ripple} onCheckedChange={setRipple} closeOnClick>
              <span>
                {labelOf('edit.ripple')} {keys ? <Keys keys={keys} /> : null}
              </span>
              {ripple ? <Check size={14} strokeWidth={1.75} aria-hidden /> : null}
            </Menu.CheckboxItem>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
