import type { Settings } from '../../src/contract/index.ts';
import { Segmented } from '../ui/segmented.tsx';
import styles from './remote-control.module.css';
import { saveSettings } from './save-settings.ts';
import room from './settings-room.module.css';
import { TypedSetting } from './typed-setting.tsx';

/** The port that show-control software looks at first. */
const USUAL_PORT = 53_000;

/** Why a typed port cannot be one; null: it can. Empty: no port. */
export const checkPort = (typed: string): string | null => {
  const port = Number(typed.trim());
  if (typed.trim() === '') return null;
  return Number.isInteger(port) && port >= 1024 && port <= 65_535
    ? null
    : 'A whole number from 1024 to 65535, or empty.';
};

/** Why typed targets cannot be some; null: they can. */
export const checkTargets = (typed: string): string | null => {
  const wrong = targetsOf(typed).find((target) => {
    const port = Number(/^[^:]+:(\d{1,5})$/.exec(target)?.[1] ?? 0);
    return port < 1 || port > 65_535;
  });
  return wrong === undefined ? null : `“${wrong}” is no target: a name or address and a port, like 192.168.1.20:53001.`;
};
const targetsOf = (typed: string): string[] => typed.split(/[\s,]+/).filter((target) => target !== '');

/** Open Sound Control, in and out. */
export const OscSettings = ({ settings }: { settings: Settings }) => (
  <>
    <div className={room.pair}>
      <TypedSetting
        label="OSC port"
        inputMode="numeric"
        placeholder="Off"
        value={settings.oscPort === null ? '' : String(settings.oscPort)}
        check={checkPort}
        onKeep={(typed) => void saveSettings({ oscPort: typed.trim() === '' ? null : Number(typed) })}
        help={`UDP. Takes /go, /panic, /cue/12/start and more; ${USUAL_PORT} is usual. Empty: off.`}
      />
      <TypedSetting
        label="Send OSC to"
        placeholder="Nobody"
        value={settings.oscTargets.join(', ')}
        check={checkTargets}
        onKeep={(typed) => void saveSettings({ oscTargets: targetsOf(typed) })}
        help="host:port, several with commas. Told: what is armed, next, started, ended, panic."
      />
    </div>
    {settings.oscPort === null ? null : (
      <div className={styles.from}>
        <Segmented
          label="Who may send OSC"
          value={settings.oscNetwork ? 'network' : 'here'}
          choices={[
            { value: 'here', label: 'This computer only' },
            { value: 'network', label: 'The whole network' },
          ]}
          onChange={(from) => void saveSettings({ oscNetwork: from === 'network' })}
        />
        {settings.oscNetwork ? <p>Anyone on your network can steer the show: OSC knows no password.</p> : null}
      </div>
    )}
  </>
);
