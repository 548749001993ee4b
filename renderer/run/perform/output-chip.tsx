import { Menu } from '@base-ui/react/menu';
import { CircleAlert, MonitorSpeaker, VolumeX } from 'lucide-react';
import { useOutputDevices } from '../../settings/use-output-devices.ts';
import { attempt } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { classNames } from '../../ui/class-names.ts';
import menu from '../../ui/menu.module.css';
import styles from './output-chip.module.css';
import { outputWords } from './output-words.ts';
import { useSteady } from './use-steady.ts';

const ICON = { ok: MonitorSpeaker, none: VolumeX, trouble: CircleAlert } as const;

/** Which page sounds and on which device; the device can be chosen. */
export const OutputChip = () => {
  const output = useSteady(({ view }) => (view ? { state: view.output.state, device: view.output.device } : null));
  const devices = useOutputDevices();
  const chosen = useStudio(({ settings }) => settings?.showDevice ?? 'default');
  if (output === null) return null;
  const words = outputWords(output, false);
  const Icon = ICON[words.tone];
  return (
    <Menu.Root>
      <Menu.Trigger className={classNames(styles.chip, styles[words.tone])} aria-label={words.sentence}>
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span className={styles.words}>{words.short}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <p className={menu.note}>{words.sentence}</p>
            <Menu.Separator className={menu.separator} />
            <Menu.RadioGroup
              value={chosen}
              onValueChange={(showDevice: string) =>
                void attempt('The device was not kept', 'settings.set', { showDevice })
              }
            >
              {[{ id: 'default', name: 'System default' }, ...devices].map(({ id, name }) => (
                <Menu.RadioItem key={id} value={id} className={menu.item} closeOnClick>
                  <span className={menu.words}>{name}</span>
                  {id === chosen ? <span className={menu.mark}>chosen</span> : null}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
