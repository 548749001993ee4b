import { Menu } from '@base-ui/react/menu';
import { CircleAlert, MonitorSpeaker, VolumeX } from 'lucide-react';
import { useSessionMixer } from '../../mixer/index.ts';
import { useOutputDevices } from '../../settings/use-output-devices.ts';
import { attempt } from '../../state/ask.ts';
import { useStudio } from '../../state/studio.ts';
import { classNames } from '../../ui/class-names.ts';
import menu from '../../ui/menu.module.css';
import styles from './output-chip.module.css';
import { outputWords } from './output-words.ts';
import { soundHere, useSessionSound } from './session-sound.ts';
import { useSteady } from './use-steady.ts';

const ICON = { ok: MonitorSpeaker, none: VolumeX, trouble: CircleAlert } as const;

/** The devices of this machine, for the sound of this window. */
const Devices = () => {
  const devices = useOutputDevices();
  const chosen = useStudio(({ settings }) => settings?.showDevice ?? 'default');
  const choose = (showDevice: string): void => void attempt('The device was not kept', 'settings.set', { showDevice });
  return (
    <Menu.RadioGroup value={chosen} onValueChange={choose}>
      {[{ id: 'default', name: 'System default' }, ...devices].map(({ id, name }) => (
        <Menu.RadioItem key={id} value={id} className={menu.item} closeOnClick>
          <span className={menu.words}>{name}</span>
          {id === chosen ? <span className={menu.mark}>chosen</span> : null}
        </Menu.RadioItem>
      ))}
    </Menu.RadioGroup>
  );
};

/** Which page sounds and on which device. Here the device can be chosen; elsewhere the sound can be had here. */
export const OutputChip = () => {
  const output = useSteady(({ view }) => (view ? { state: view.output.state, device: view.output.device } : null));
  const here = useSessionMixer(({ connected }) => connected);
  const trouble = useSessionMixer((mixer) => mixer.trouble?.text ?? null);
  const needsTouch = useSessionSound((sound) => sound.needsTouch);
  if (output === null) return null;
  const words = outputWords(output, here, needsTouch);
  const Icon = ICON[words.tone];
  return (
    <Menu.Root>
      <Menu.Trigger
        className={classNames(styles.chip, styles[words.tone])}
        aria-label={`${words.short}: ${words.sentence}`}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
        <span className={styles.words}>{words.short}</span>
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className={menu.positioner} align="end" sideOffset={4}>
          <Menu.Popup className={menu.popup}>
            <p className={menu.note}>{words.sentence}</p>
            {trouble !== null && words.tone !== 'ok' ? <p className={menu.note}>{trouble}</p> : null}
            <Menu.Separator className={menu.separator} />
            {here ? (
              <Devices />
            ) : (
              <Menu.Item className={menu.item} onClick={soundHere}>
                Sound here
              </Menu.Item>
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
};
