import type { Settings } from '../../src/contract/index.ts';
import { useStudio } from '../state/studio.ts';
import { Facts } from '../ui/facts.tsx';
import { SelectField } from '../ui/field.tsx';
import { Panel } from '../ui/panel.tsx';
import { Segmented } from '../ui/segmented.tsx';
import { TopBar } from '../ui/top-bar.tsx';
import { checkTarget, readNumber } from './checked-numbers.ts';
import { Doctor } from './doctor.tsx';
import { MidiSettings } from './midi-settings.tsx';
import { OscSettings } from './osc-settings.tsx';
import { PathSetting } from './path-setting.tsx';
import { saveSettings } from './save-settings.ts';
import styles from './settings-room.module.css';
import { TypedSetting } from './typed-setting.tsx';
import { useOutputDevices } from './use-output-devices.ts';
import { WatchedFolders } from './watched-folders.tsx';

const BITRATES = [128, 160, 192, 224, 256, 320];

const Sound = ({ settings }: { settings: Settings }) => {
  const devices = useOutputDevices();
  const isGone = settings.outputDevice !== 'default' && !devices.some(({ id }) => id === settings.outputDevice);
  return (
    <Panel title="Sound">
      <SelectField
        label="Output"
        value={settings.outputDevice}
        onChange={(event) => void saveSettings({ outputDevice: event.target.value })}
        help={
          devices.length === 0
            ? 'Only the system’s output is told to this page.'
            : 'Where the player is heard. If it is unplugged, the system’s default takes over.'
        }
      >
        <option value="default">The system’s default</option>
        {devices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {isGone ? <option value={settings.outputDevice}>The chosen one, which is not there now</option> : null}
      </SelectField>
    </Panel>
  );
};

const Exports = ({ settings }: { settings: Settings }) => (
  <Panel title="Exports">
    <div className={styles.pair}>
      <TypedSetting
        label="Loudness target"
        unit="LUFS"
        inputMode="text"
        value={String(settings.targetLufs).replace('-', '−')}
        check={checkTarget}
        onKeep={(typed) => void saveSettings({ targetLufs: readNumber(typed) ?? settings.targetLufs })}
        help="For workouts that name none. −14 streaming, −16 podcast, −23 broadcast."
      />
      <SelectField
        label="MP3 bitrate"
        value={settings.mp3Bitrate}
        onChange={(event) => void saveSettings({ mp3Bitrate: Number(event.target.value) })}
        help="320 kb/s is as good as MP3 gets."
      >
        {[...new Set([...BITRATES, settings.mp3Bitrate])]
          .sort((a, b) => a - b)
          .map((kbps) => (
            <option key={kbps} value={kbps}>
              {kbps} kb/s
            </option>
          ))}
      </SelectField>
    </div>
    <PathSetting
      label="Export folder"
      placeholder="Cueforge, in your music folder"
      help="Each workout gets a folder of its own in it. Empty: Cueforge in your music folder."
      value={settings.exportFolder}
      choice="folder"
      onKeep={(exportFolder) => void saveSettings({ exportFolder })}
    />
  </Panel>
);

/** What a person sets once. Everything is kept as soon as it is chosen. */
export const SettingsRoom = () => {
  const settings = useStudio((state) => state.settings);
  const info = useStudio((state) => state.info);
  return (
    <>
      <TopBar title="Settings" />
      <div className={styles.scroll}>
        {settings ? (
          <div className={styles.page}>
            <Panel title="Look">
              <Segmented
                label="Theme"
                value={settings.theme}
                choices={[
                  { value: 'dark', label: 'Dark' },
                  { value: 'light', label: 'Light' },
                  { value: 'system', label: 'As the system' },
                ]}
                onChange={(theme) => void saveSettings({ theme })}
              />
            </Panel>
            <Sound settings={settings} />
            <Exports settings={settings} />
            <Panel title="Remote control of Run">
              <OscSettings settings={settings} />
              <MidiSettings settings={settings} />
            </Panel>
            <Panel title="Library">
              <WatchedFolders folders={settings.watchedFolders} />
            </Panel>
            <Panel title="ffmpeg and what else is needed">
              <PathSetting
                label="ffmpeg"
                placeholder="Found by itself"
                help="Path of the program. Takes effect at the next start."
                value={settings.ffmpegPath}
                choice="program"
                onKeep={(ffmpegPath) => void saveSettings({ ffmpegPath })}
              />
              <Doctor />
            </Panel>
            {info ? (
              <Panel title="About">
                <Facts
                  facts={[
                    ['Cueforge', `${info.version} · ${info.host} · ${info.platform}`],
                    ['Library', info.libraryPath],
                    ['Cache', info.cachePath],
                  ]}
                />
              </Panel>
            ) : null}
          </div>
        ) : (
          <p className={styles.waiting}>The settings come with the connection.</p>
        )}
      </div>
    </>
  );
};
