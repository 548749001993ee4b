import { Menu } from '@base-ui/react/menu';
import { SlidersHorizontal } from 'lucide-react';
import { IconButton } from '../../ui/icon-button.tsx';
import menu from '../../ui/menu.module.css';
import { steer } from '../run-store.ts';
import { useSteering } from '../steer.ts';

/** Levels a hand fades to, over the cue's own. Decibels. */
const LEVELS = [0, -3, -6, -12, -20, -60] as const;

const nameOf = (level: number): string => {
  if (level === 0) return 'Back to its own level';
  return level === -60 ? 'Down to silence, it goes on' : `To −${-level} dB`;
};

/** Fades a cue to another level while it goes on. */
export const FadeTo = ({ run, title }: { run: number; title: string }) => {
  const seconds = useSteering(({ fadeSeconds }) => fadeSeconds);
  return (
    <Menu.Root>
      <Menu.Trigger render={<IconButton icon={SlidersHorizontal} label={`Level of ${title}`} />} />
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <Menu.Group>
              <Menu.GroupLabel className={menu.note}>Fade in {seconds} s</Menu.GroupLabel>
              {LEVELS.map((to) => (
                <Menu.Item key={to} className={menu.item} onClick={() => void steer('run.fade', { run, to, seconds })}>
                  {nameOf(to)}
                </Menu.Item>
              ))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
