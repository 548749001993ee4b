import { useEffect, useMemo, useRef } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { tellRoomStatus } from '../state/status.ts';
import { useStudio } from '../state/studio.ts';
import { bytesText } from '../ui/figures.ts';
import { TopBar } from '../ui/top-bar.tsx';
import unseen from '../ui/unseen.module.css';
import { findMissing, removeChosen } from './asset-actions.ts';
import { AssetMenu } from './asset-menu.tsx';
import { AssetTable, type TableHandle } from './asset-table.tsx';
import { DropZone } from './drop-zone.tsx';
import { countOf, sayCount, sayMoment, sayMuch } from './figures.ts';
import { ImportCards } from './import-card.tsx';
import { ImportMenu } from './import-menu.tsx';
import { chooseAndImport, importPaths } from './import-sounds.ts';
import type { InspectorHandle } from './inspect-one.tsx';
import { Inspector } from './inspector.tsx';
import { isNarrowed } from './library-query.ts';
import styles from './library-room.module.css';
import { chooseAll, lookAgain, useLibrary } from './library-store.ts';
import { NotAnswered, NothingFound, NothingYet, Recovered } from './list-states.tsx';
import { PathDialog } from './path-dialog.tsx';
import { readWidths, useRoomWidth, writeWidths } from './room-widths.ts';
import { SearchField } from './search-field.tsx';
import { ShelfChoice } from './shelf-choice.tsx';
import { Shelves } from './shelves.tsx';
import { waveformsOf } from './waveforms-of-host.ts';

/** Find by ear and by number: shelves, sounds, and everything about the chosen one. */
export const LibraryRoom = () => {
  const host = useStudio((state) => state.host);
  const revision = useStudio((state) => state.libraryRevision);
  const table = useRef<TableHandle>(null);
  const inspector = useRef<InspectorHandle>(null);
  const waveforms = useMemo(() => (host ? waveformsOf(host) : null), [host]);
  const hasChosen = useLibrary((state) => state.selection.ids.size > 0);
  useEffect(() => {
    if (revision > 0) lookAgain();
  }, [revision]);
  useRoomStatus();
  const room = useRoomWidth();
  const editTitle = (): void => inspector.current?.editTitle();
  useShortcut('file.import', (path) => void (path === null ? chooseAndImport('sounds') : importPaths([path])));
  useShortcut('file.importFolder', () => void chooseAndImport('folder'));
  useShortcut('library.selectAll', () => void chooseAll());
  useShortcut('library.rename', editTitle, hasChosen);
  useShortcut('library.remove', () => void removeChosen(), hasChosen);
  useShortcut('library.relink', () => void findMissing());

  return (
    <DropZone className={styles.room}>
      <TopBar title="Library" actions={<ImportMenu />}>
        {room === 'wide' ? null : <ShelfChoice />}
        <SearchField onLeave={() => table.current?.focus()} />
      </TopBar>
      <Group
        key={room}
        className={styles.columns}
        orientation={room === 'slim' ? 'vertical' : 'horizontal'}
        defaultLayout={room === 'wide' ? readWidths() : undefined}
        onLayoutChanged={room === 'wide' ? writeWidths : undefined}
        disableCursor
      >
        {room === 'wide' ? (
          <>
            <Panel id="shelves" defaultSize={196} minSize={150} maxSize={300} groupResizeBehavior="preserve-pixel-size">
              <Shelves />
            </Panel>
            <Separator className={styles.separator} aria-label="Width of the shelves" />
          </>
        ) : null}
        <Panel id="sounds" minSize={room === 'slim' ? 120 : 320} className={styles.center}>
          <AssetMenu onEdit={editTitle}>
            <div className={styles.list}>
              {waveforms ? <List tableRef={table} waveforms={waveforms} onEdit={editTitle} /> : null}
            </div>
          </AssetMenu>
        </Panel>
        <Separator className={styles.separator} aria-label="Size of the inspector" />
        <Panel
          id="inspector"
          defaultSize={room === 'slim' ? '45%' : 324}
          minSize={room === 'slim' ? 80 : 300}
          maxSize={room === 'slim' ? '75%' : 480}
          groupResizeBehavior={room === 'slim' ? 'preserve-relative-size' : 'preserve-pixel-size'}
        >
          {waveforms ? <Inspector ref={inspector} waveforms={waveforms} /> : null}
        </Panel>
      </Group>
      <PathDialog />
    </DropZone>
  );
};

interface ListProps {
  tableRef: React.Ref<TableHandle>;
  waveforms: ReturnType<typeof waveformsOf>;
  onEdit: () => void;
}

/** The sounds, or why there are none; under them, what is being imported. */
const List = ({ tableRef, waveforms, onEdit }: ListProps) => {
  const { total, state, trouble, place, typed } = useLibrary();
  const isEmpty = total === 0 && state === 'ready';
  return (
    <>
      <Recovered />
      {state === 'failed' ? (
        <NotAnswered trouble={trouble} />
      ) : isEmpty && isNarrowed(place, typed) ? (
        <NothingFound typed={typed} />
      ) : isEmpty ? (
        <NothingYet />
      ) : (
        <AssetTable ref={tableRef} waveforms={waveforms} onEdit={onEdit} />
      )}
      <ImportCards />
      <p className={unseen.unseen} role="status">
        {state === 'ready' && total !== null && isNarrowed(place, typed) ? `${countOf(total, 'sound')} found` : ''}
      </p>
    </>
  );
};

/** The library's figures in the status line, while the room is open. */
const useRoomStatus = (): void => {
  const summary = useLibrary((state) => state.summary);
  const total = useLibrary((state) => state.total);
  const narrowed = useLibrary((state) => isNarrowed(state.place, state.typed));
  useEffect(() => {
    if (!summary) return;
    const { assets, seconds, bytes, backedUpAt } = summary;
    if (assets === 0) return tellRoomStatus('No sounds yet');
    const found = narrowed && total !== null ? `${sayCount(total)} of ` : '';
    const backup = backedUpAt === null ? 'not backed up yet' : `backed up ${sayMoment(backedUpAt, Date.now())}`;
    tellRoomStatus(`${found}${countOf(assets, 'sound')} · ${sayMuch(seconds)} · ${bytesText(bytes)} · ${backup}`);
  }, [summary, total, narrowed]);
  useEffect(() => () => tellRoomStatus(null), []);
};
