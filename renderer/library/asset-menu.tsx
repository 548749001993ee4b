import { ContextMenu } from '@base-ui/react/context-menu';
import { type ReactElement, useRef } from 'react';
import { ASSET_KINDS } from '../../src/contract/index.ts';
import { newWorkoutWith } from '../edit/music-choice.ts';
import { labelOf } from '../shortcuts/registry.ts';
import { shownKeys } from '../shortcuts/shown-keys.ts';
import { useStudio } from '../state/studio.ts';
import styles from '../ui/menu.module.css';
import { MenuItem } from '../ui/menu-item.tsx';
import { editAssets, findFile, removeChosen } from './asset-actions.ts';
import { playable } from './asset-row.tsx';
import { countOf } from './figures.ts';
import { rowAt } from './library-pages.ts';
import { chooseAll, useLibrary } from './library-store.ts';
import { useListening } from './listening.ts';

/** What can be done with the chosen sounds, at the pointer. `children` is where the menu opens. */
export const AssetMenu = ({ onEdit, children }: { onEdit: () => void; children: ReactElement }) => {
  const selection = useLibrary((state) => state.selection);
  const row = useLibrary((state) => (selection.focus === null ? null : rowAt(state.pages, selection.focus)));
  const showFile = useStudio((state) => state.host?.showFile ?? null);
  const { play, heardOf } = useListening();
  /** The title gets the cursor when the menu has gone, and the menu then gives the focus to nobody else. */
  const renaming = useRef(false);
  const many = selection.ids.size > 1;
  return (
    <ContextMenu.Root
      onOpenChange={(open) => {
        if (open) renaming.current = false;
      }}
      onOpenChangeComplete={(open) => {
        if (!open && renaming.current) onEdit();
      }}
    >
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={styles.positioner}>
          <ContextMenu.Popup className={styles.popup} finalFocus={() => (renaming.current ? false : gridOf())}>
            {row && !many ? (
              <>
                <MenuItem disabled={!playable(row)} keys="Space" onClick={() => play(row)}>
                  {heardOf(row.id) === 'playing' ? 'Pause' : 'Play'}
                </MenuItem>
                <MenuItem keys={shownKeys('library.rename')} onClick={() => (renaming.current = true)}>
                  {labelOf('library.rename')}
                </MenuItem>
                {row.missing ? <MenuItem onClick={() => void findFile(row)}>Find it…</MenuItem> : null}
                {showFile && !row.missing ? (
                  <MenuItem onClick={() => showFile(row.path)}>Show the file</MenuItem>
                ) : null}
              </>
            ) : null}
            {selection.ids.size > 0 ? (
              <>
                <ContextMenu.SubmenuRoot>
                  <ContextMenu.SubmenuTrigger className={styles.item}>
                    {many ? `Kind of ${countOf(selection.ids.size, 'sound')}` : 'Kind'}
                    <span aria-hidden>▸</span>
                  </ContextMenu.SubmenuTrigger>
                  <ContextMenu.Portal>
                    <ContextMenu.Positioner className={styles.positioner}>
                      <ContextMenu.Popup className={styles.popup}>
                        {ASSET_KINDS.map((kind) => (
                          <MenuItem key={kind} onClick={() => void editAssets([...selection.ids], { kind })}>
                            {kind}
                            {!many && row?.kind === kind ? <span>✓</span> : null}
                          </MenuItem>
                        ))}
                      </ContextMenu.Popup>
                    </ContextMenu.Positioner>
                  </ContextMenu.Portal>
                </ContextMenu.SubmenuRoot>
                <MenuItem keys={shownKeys('file.new')} onClick={() => void newWorkoutWith([...selection.ids])}>
                  New workout with {many ? 'these' : 'this'}…
                </MenuItem>
                <ContextMenu.Separator className={styles.separator} />
                <MenuItem keys={shownKeys('library.remove')} onClick={() => void removeChosen()}>
                  {labelOf('library.remove')}
                </MenuItem>
                <ContextMenu.Separator className={styles.separator} />
              </>
            ) : null}
            <MenuItem keys={shownKeys('library.selectAll')} onClick={() => void chooseAll()}>
              {labelOf('library.selectAll')}
            </MenuItem>
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
};

/** Keys go on in the list when the menu has gone. */
const gridOf = (): HTMLElement | null => document.querySelector<HTMLElement>('[role=grid]');
