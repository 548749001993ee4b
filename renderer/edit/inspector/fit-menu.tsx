import { Menu } from '@base-ui/react/menu';
import { Wand2 } from 'lucide-react';
import { fitSpeed, shortenText, type VoiceCue } from '../../../src/model/index.ts';
import { Button } from '../../ui/button.tsx';
import menu from '../../ui/menu.module.css';
import { edit } from '../edit-store.ts';
import { gridAt, musicGrid } from '../music-grid.ts';
import styles from './inspector.module.css';

/** Beats that a line may be made as long as. */
const BEATS = [4, 8, 16] as const;
/** Silence that is left before the next cue where a line is made to fit its gap, seconds. */
const BREATH = 0.3;
/** A line is not drawn out more than this: it would be no speech. */
const SLOWEST = 0.5;

export interface FitMenuProps {
  cue: VoiceCue;
  /** How long it speaks now; null: not known. */
  seconds: number | null;
  /** Until the next cue speaks; null: not known. */
  gap: number | null;
}

/** Makes a line as long as its place: faster or slower, its pitch kept. */
export const FitMenu = ({ cue, seconds, gap }: FitMenuProps) => {
  const beat = 60 / (gridAt(musicGrid(), cue.at)?.grid.bpm ?? Number.NaN);
  const setSpeed = (speed: number, label: string): void =>
    void edit([{ op: 'cues.change', ids: [cue.id], change: { speed: speed === 1 ? null : speed } }], { label });
  // At its own speed the take lasts longer, or shorter, than it is heard now.
  const own = seconds === null ? null : seconds * cue.speed;
  /** The speed at which it ends in time: its own where that does. */
  const within = (room: number): number | null => (own === null ? null : own <= room ? 1 : fitSpeed(own, room));
  /** The speed at which it lasts so long; null: none does. */
  const asLongAs = (wanted: number): number | null =>
    own === null || own / wanted < SLOWEST ? null : fitSpeed(own, wanted);
  const item = (label: string, speed: number | null) => (
    <Menu.Item
      key={label}
      className={menu.item}
      disabled={speed === null || speed === cue.speed}
      onClick={() => speed !== null && setSpeed(speed, label)}
    >
      {label}
      <span>{speed === null ? '–' : speed === cue.speed ? 'it does' : `${speed.toFixed(2)}×`}</span>
    </Menu.Item>
  );
  const keep = seconds === null || gap === null || seconds <= gap ? 0.75 : Math.max(0.1, (gap - BREATH) / seconds);
  const shorter = cue.text.trim() === '' ? null : shortenText(cue.text, keep);
  return (
    <Menu.Root>
      <Menu.Trigger render={<Button icon={Wand2}>Fit…</Button>} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            {item('Fit to the gap', gap === null ? null : within(gap - BREATH))}
            {BEATS.map((beats) => item(`Fit to ${beats} beats`, Number.isNaN(beat) ? null : asLongAs(beats * beat)))}
            <Menu.Item
              className={menu.item}
              disabled={shorter === null}
              onClick={() =>
                shorter !== null &&
                void edit([{ op: 'cues.change', ids: [cue.id], change: { text: shorter } }], {
                  label: 'Shorten the text',
                })
              }
            >
              Shorten the text
              <span className={styles.shorter}>{shorter ?? '–'}</span>
            </Menu.Item>
            <Menu.Separator className={menu.separator} />
            <Menu.Item
              className={menu.item}
              disabled={cue.speed === 1}
              onClick={() => setSpeed(1, 'Speak at the usual speed')}
            >
              At its own speed
              <span>1.00×</span>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
