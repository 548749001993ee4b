import { Menu } from '@base-ui/react/menu';
import { Link2, Link2Off, MoreHorizontal } from 'lucide-react';
import type { ReactNode } from 'react';
import { toSeconds, type VoiceCue, type Workout } from '../../../src/model/index.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import inspector from '../../ui/inspector.module.css';
import { Keys } from '../../ui/keys.tsx';
import menu from '../../ui/menu.module.css';
import { timeText } from '../../ui/times.ts';
import { edit, useEditor } from '../edit-store.ts';
import { musicGrid } from '../music-grid.ts';
import { anchorText } from './anchor-text.ts';
import styles from './inspector.module.css';

/** First words of a cue, as its name: up to where its first clause ends. */
export const nameOf = ({ text, audio }: Pick<VoiceCue, 'text' | 'audio'>): string => {
  const words = text.trim();
  if (words === '') return audio ?? 'A cue without words';
  const sentence = /^[^.,;:!?…\n]{1,48}/.exec(words)?.[0] ?? words;
  return sentence.length < words.length && sentence.length >= 48 ? `${sentence.trimEnd()}…` : sentence;
};

/** What a cue is called, when it comes and what it is anchored to. */
export const CueHead = ({ cue, workout }: { cue: VoiceCue; workout: Workout }) => {
  useEditor((state) => state.material?.tracks);
  return (
    <div className={inspector.head}>
      <h2 className={inspector.title}>{nameOf(cue)}</h2>
      <span className={styles.at}>{timeText(toSeconds(cue.at))}</span>
      <AnchorMenu ids={[cue.id]} text={anchorText(cue.anchor, workout, musicGrid().facts)} free={cue.anchor === null} />
      <CueMenu ids={[cue.id]} workout={workout} />
    </div>
  );
};

interface ItemProps {
  children: ReactNode;
  shortcut?: string;
  disabled?: boolean;
  onClick: () => void;
}

const Item = ({ children, shortcut, disabled, onClick }: ItemProps) => {
  const keys = shortcut ? shownKeys(shortcut) : null;
  return (
    <Menu.Item className={menu.item} disabled={disabled} onClick={onClick}>
      {children}
      {keys ? <Keys keys={keys} /> : null}
    </Menu.Item>
  );
};

/** The chip that says what cues are anchored to, and changes it. */
export const AnchorMenu = ({ ids, text, free }: { ids: readonly string[]; text: string; free: boolean }) => {
  const anchor = (to: 'beat' | 'segment' | null): void => void edit([{ op: 'cues.anchor', ids: [...ids], to }]);
  const Icon = free ? Link2Off : Link2;
  return (
    <Menu.Root>
      <Menu.Trigger className={styles.chip} aria-label={`Anchor: ${text}`} title="What it keeps its distance to">
        <Icon size={14} strokeWidth={1.75} aria-hidden />
        {text}
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Item shortcut="edit.cue.anchor" onClick={() => anchor('beat')}>
              To the nearest beat
            </Item>
            <Item shortcut="edit.cue.anchorSegment" onClick={() => anchor('segment')}>
              To the segment it lies in
            </Item>
            <Item onClick={() => anchor(null)} disabled={free}>
              Free
            </Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};

/** What else can be done with cues. */
export const CueMenu = ({ ids, workout }: { ids: readonly string[]; workout: Workout }) => (
  <Menu.Root>
    <Menu.Trigger className={inspector.more} aria-label="More">
      <MoreHorizontal size={18} strokeWidth={1.75} aria-hidden />
    </Menu.Trigger>
    <Menu.Portal>
      <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
        <Menu.Popup className={menu.popup}>
          <Item
            shortcut="edit.duplicateToSegments"
            disabled={workout.segments.length === 0}
            onClick={() => void edit([{ op: 'cues.toSegments', ids: [...ids], segments: null }])}
          >
            Copy to every segment
          </Item>
          <Menu.Separator className={menu.separator} />
          <Item shortcut="edit.remove" onClick={() => void edit([{ op: 'cues.remove', ids: [...ids] }])}>
            {ids.length === 1 ? 'Remove the cue' : 'Remove the cues'}
          </Item>
        </Menu.Popup>
      </Menu.Positioner>
    </Menu.Portal>
  </Menu.Root>
);
