import { Headphones } from 'lucide-react';
import { attempt } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';
import { Tooltip } from '../ui/tooltip.tsx';
import styles from './player-bar.module.css';
import { usePlayer } from './player-store.ts';

/** Which device sound goes to. The choice is kept in the settings. */
export const DevicePicker = () => {
  const { device, devices, setDevice } = usePlayer();
  const choose = async (id: string): Promise<void> => {
    await setDevice(id);
    const chosen = usePlayer.getState().device;
    if (useStudio.getState().host) await attempt('The device was not kept', 'settings.set', { outputDevice: chosen });
  };
  return (
    <Tooltip text="Sound device" side="top">
      <div className={styles.device}>
        <Headphones size={14} strokeWidth={1.75} aria-hidden />
        <select aria-label="Sound device" value={device} onChange={(event) => void choose(event.target.value)}>
          {devices.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </div>
    </Tooltip>
  );
};
