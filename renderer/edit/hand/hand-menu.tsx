import { Menu } from '@base-ui/react/menu';
import { useMemo } from 'react';
import { useRegistry } from '../../shortcuts/registry.ts';
import type { ShortcutId } from '../../shortcuts/shortcut-table.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import styles from '../../ui/menu.module.css';
import { MenuItem, ShortcutItem } from '../../ui/menu-item.tsx';
import { useEditor } from '../edit-store.ts';
import type { Hit } from '../timeline/hit-test.ts';
import { addMarker, addSegment, splitSegment } from './block-commands.ts';
import { useHandMenu } from './hand-menu-store.ts';
import { perform } from './perform.ts';
import { writeCueAt } from './use-double-click.ts';
import { write } from './word-field-store.ts';

/** What can be done with things, by the ids of their shortcuts; null: a line. */
type Entries = readonly (ShortcutId | null)[];

const OF_CUES: Entries = [
  'edit.cue.editText',
  'edit.playCue',
  'edit.record',
  null,
  'edit.cut',
  'edit.copy',
  'edit.duplicate',
  'edit.duplicateToSegments',
  null,
  'edit.cue.toPlayhead',
  'edit.cue.quantise',
  'edit.cue.anchor',
  'edit.cue.anchorSegment',
  'edit.cue.split',
  null,
  'edit.loop.selection',
  'edit.zoom.selection',
  null,
  'edit.remove',
];
/** Of use only where there are segments. */
const OF_SEGMENTS: ReadonlySet<ShortcutId> = new Set(['edit.duplicateToSegments', 'edit.cue.anchorSegment']);
const OF_BLOCKS: Entries = ['edit.loop.selection', 'edit.zoom.selection', null, 'edit.remove'];
const OF_MUSIC: Entries = ['edit.track.add', null, ...OF_BLOCKS];
const OF_GROUND: Entries = ['edit.track.add', null, 'edit.paste', 'edit.selectAll', 'edit.zoom.fit'];

/** What can be done with what is under the pointer, in the words of the shortcuts; opens where it was asked for. */
export const HandMenu = () => {
  const { menu } = useHandMenu();
  const anchor = useMemo(
    () => menu && { getBoundingClientRect: () => DOMRect.fromRect({ x: menu.x, y: menu.y, width: 0, height: 0 }) },
    [menu],
  );
  return (
    <Menu.Root open={menu !== null} onOpenChange={(open) => !open && useHandMenu.setState({ menu: null })}>
      <Menu.Portal>
        <Menu.Positioner className={styles.positioner} anchor={anchor} side="bottom" align="start">
          <Menu.Popup className={styles.popup} aria-label="What can be done here" finalFocus={focusAfter}>
            {menu ? <Items hit={menu.hit} /> : null}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

/** Keys go on in the timeline, unless something is being written. */
const focusAfter = (): HTMLElement | null =>
  document.querySelector<HTMLElement>('[data-over-lanes]') ?? document.querySelector<HTMLElement>('[data-timeline]');

const Items = ({ hit }: { hit: Hit }) => {
  const { lane, id, frame } = hit;
  if (lane === 'cues' && id !== undefined) return <Listed entries={OF_CUES} />;
  if (id === undefined)
    return (
      <>
        <MenuItem onClick={() => writeCueAt(frame)}>Cue here</MenuItem>
        <MenuItem onClick={() => void perform((view) => addMarker(view, frame))}>Marker here</MenuItem>
        <MenuItem onClick={() => void perform((view) => addSegment(view, frame))}>New segment here</MenuItem>
        <Menu.Separator className={styles.separator} />
        <Listed entries={OF_GROUND} />
      </>
    );
  return (
    <>
      {lane === 'segments' || lane === 'markers' ? (
        <MenuItem
          keys={shownKeys('edit.cue.editText')}
          onClick={() => write({ of: lane === 'segments' ? 'segment' : 'marker', id })}
        >
          Rename
        </MenuItem>
      ) : null}
      {lane === 'segments' ? (
        <MenuItem onClick={() => void perform((view) => splitSegment(view, frame))}>Split the segment here</MenuItem>
      ) : null}
      {lane === 'music' ? <MenuItem onClick={() => writeCueAt(frame)}>Cue here</MenuItem> : null}
      {lane === 'music' ? (
        <MenuItem onClick={() => void perform((view) => addMarker(view, frame))}>Marker here</MenuItem>
      ) : null}
      <Listed entries={lane === 'music' ? OF_MUSIC : OF_BLOCKS} />
    </>
  );
};

/** Only what can be done now is offered; lines stand between what is left. */
const Listed = ({ entries }: { entries: Entries }) => {
  const actions = useRegistry((state) => state.actions);
  const many = useEditor(({ selection }) => selection.cues.size > 1);
  const segments = useEditor(({ workout }) => workout?.segments.length ?? 0);
  const isVain = (id: ShortcutId): boolean =>
    (many && id === 'edit.cue.editText') || (segments === 0 && OF_SEGMENTS.has(id)) || !actions.has(id);
  const offered = entries.filter((id) => id === null || !isVain(id));
  const shown = offered.filter(
    (id, at) => id !== null || (at > 0 && at < offered.length - 1 && offered[at - 1] !== null),
  );
  let lines = 0;
  return shown.map((id) =>
    id === null ? (
      <Menu.Separator key={`line ${++lines}`} className={styles.separator} />
    ) : (
      <ShortcutItem key={id} id={id} />
    ),
  );
};
