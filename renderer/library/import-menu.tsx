import { Menu } from '@base-ui/react/menu';
import { ChevronDown, FolderPlus } from 'lucide-react';
import { labelOf } from '../shortcuts/registry.ts';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { useStudio } from '../state/studio.ts';
import { Button } from '../ui/button.tsx';
import styles from '../ui/menu.module.css';
import { MenuItem } from '../ui/menu-item.tsx';
import { chooseAndImport, importTypedPath } from './import-sounds.ts';

/** What can be imported, and from where. */
export const ImportMenu = () => {
  const isWeb = useStudio((state) => state.host?.kind === 'web');
  const item = (id: 'file.import' | 'file.importFolder', choice: 'sounds' | 'folder') => (
    <MenuItem keys={shownKeys(id)} onClick={() => void chooseAndImport(choice)}>
      {labelOf(id)}
    </MenuItem>
  );
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button icon={FolderPlus}>
            Import
            <ChevronDown size={14} strokeWidth={1.75} aria-hidden />
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={styles.popup}>
            {item('file.import', 'sounds')}
            {item('file.importFolder', 'folder')}
            {isWeb ? <MenuItem onClick={importTypedPath}>From a path on this machine…</MenuItem> : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
