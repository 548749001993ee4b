import { Menu } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { invoke, labelOf } from '../shortcuts/registry.ts';
import type { ShortcutId } from '../shortcuts/shortcut-table.ts';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { Keys } from './keys.tsx';
import styles from './menu.module.css';

export interface MenuItemProps {
  children: ReactNode;
  /** As they are shown: `Ctrl K`; null: no keys do it. */
  keys?: string | null;
  disabled?: boolean;
  onClick: () => void;
}

/** One thing that can be done, in a menu of any kind, with the keys that do the same. */
export const MenuItem = ({ children, keys = null, disabled, onClick }: MenuItemProps) => (
  <Menu.Item className={styles.item} disabled={disabled} onClick={onClick}>
    {children}
    {keys ? <Keys keys={keys} /> : null}
  </Menu.Item>
);

/** What a shortcut does, in its words. */
export const ShortcutItem = ({ id, disabled }: { id: ShortcutId; disabled?: boolean }) => (
  <MenuItem keys={shownKeys(id)} disabled={disabled} onClick={() => invoke(id)}>
    {labelOf(id)}
  </MenuItem>
);
