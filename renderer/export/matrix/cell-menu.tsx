import { ContextMenu } from '@base-ui/react/context-menu';
import type { ReactElement } from 'react';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useStudio } from '../../state/studio.ts';
import menu from '../../ui/menu.module.css';
import { MenuItem, ShortcutItem } from '../../ui/menu-item.tsx';
import { cancelJobs, exportFiles, pauseJobs, resumeJobs } from '../export-actions.ts';
import { useExports } from '../export-store.ts';
import { replacedBy } from '../jobs-of-file.ts';
import { chosenCells } from './choosing.ts';
import { filesDue, filesOf, filesText, jobsOf, type Sheet } from './sheet.ts';

/** What can be done with what is chosen on the sheet, at the pointer. `children` is where the menu opens. */
export const CellMenu = ({ sheet, children }: { sheet: Sheet; children: ReactElement }) => {
  const choice = useExports((state) => state.choice);
  const showFile = useStudio(({ host }) => host?.showFile ?? null);
  const cells = chosenCells(sheet, choice);
  const files = filesOf(cells);
  const due = filesDue(cells);
  const live = jobsOf(cells, ['queued', 'running']);
  const paused = jobsOf(cells, ['paused']);
  const made = cells.length === 1 ? (cells[0].files.find((file) => file.made)?.made ?? null) : null;
  const isThere = useExports(({ history }) => made !== null && replacedBy(made, history) === null);
  return (
    <ContextMenu.Root>
      <ContextMenu.Trigger render={children} />
      <ContextMenu.Portal>
        <ContextMenu.Positioner className={menu.positioner}>
          <ContextMenu.Popup
            className={menu.popup}
            finalFocus={() => document.querySelector<HTMLElement>('[role=grid]')}
          >
            {due.length > 0 && due.length < files.length ? (
              <MenuItem onClick={() => void exportFiles(due)}>Export what is to make · {due.length}</MenuItem>
            ) : null}
            <MenuItem
              keys={shownKeys('export.chosen')}
              disabled={files.length === 0}
              onClick={() => void exportFiles(files)}
            >
              {files.length > 1 ? `Export ${filesText(files.length)}` : 'Export this'}
            </MenuItem>
            {live.length > 0 ? (
              <MenuItem keys={shownKeys('export.pause')} onClick={() => void pauseJobs(live)}>
                Pause
              </MenuItem>
            ) : null}
            {paused.length > 0 ? (
              <MenuItem keys={shownKeys('export.pause')} onClick={() => void resumeJobs(paused)}>
                Resume
              </MenuItem>
            ) : null}
            {live.length + paused.length > 0 ? (
              <MenuItem keys={shownKeys('export.cancel')} onClick={() => void cancelJobs([...live, ...paused])}>
                Cancel
              </MenuItem>
            ) : null}
            {made && isThere && showFile ? (
              <MenuItem keys={shownKeys('export.showFile')} onClick={() => showFile(made.path)}>
                Show the file
              </MenuItem>
            ) : null}
            <ContextMenu.Separator className={menu.separator} />
            <ShortcutItem id="export.selectAll" />
          </ContextMenu.Popup>
        </ContextMenu.Positioner>
      </ContextMenu.Portal>
    </ContextMenu.Root>
  );
};
