import { Pause, Play, Repeat, RotateCcw, RotateCw, Square, Volume2, VolumeX } from 'lucide-react';
import { useRef } from 'react';
import { useShortcut } from '../shortcuts/use-shortcut.ts';
import { classNames } from '../ui/class-names.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Toolbar } from '../ui/toolbar.tsx';
import { DevicePicker } from './device-picker.tsx';
import { LevelMeter } from './level-meter.tsx';
import styles from './player-bar.module.css';
import { usePlayer } from './player-store.ts';
import { PositionSlider } from './position-slider.tsx';
import { stateText } from './state-text.ts';
import { usePlayerHost } from './use-player-host.ts';

/** Seconds that the skip buttons go. */
const SKIP = 5;
/** What one press of louder or quieter changes of the volume. */
const VOLUME_STEP = 0.05;
const WHOLE = { start: 0, end: null };

const useTransportShortcuts = (open: boolean): void => {
  const { toggle, stop, seek, skip, setLoop, setVolume } = usePlayer.getState();
  useShortcut('play.toggle', toggle, open);
  useShortcut('play.stop', stop, open);
  useShortcut('play.start', () => seek(0), open);
  useShortcut('play.back', () => skip(-SKIP), open);
  useShortcut('play.forward', () => skip(SKIP), open);
  useShortcut('play.loop', () => setLoop(usePlayer.getState().loop ? null : WHOLE), open);
  useShortcut('play.louder', () => setVolume(usePlayer.getState().volume + VOLUME_STEP));
  useShortcut('play.quieter', () => setVolume(usePlayer.getState().volume - VOLUME_STEP));
};

const Transport = () => {
  const { state, sound, loop, toggle, skip, stop, setLoop } = usePlayer();
  const none = sound === null;
  const sounds = state === 'playing' || state === 'buffering';
  return (
    <Toolbar aria-label="Transport">
      <IconButton
        icon={RotateCcw}
        label="Back 5 seconds"
        shortcut="play.back"
        side="top"
        disabled={none}
        onClick={() => skip(-SKIP)}
      />
      <IconButton
        icon={sounds ? Pause : Play}
        label={sounds ? 'Pause' : 'Play'}
        shortcut="play.toggle"
        side="top"
        className={styles.play}
        disabled={none}
        onClick={toggle}
      />
      <IconButton
        icon={RotateCw}
        label="Forward 5 seconds"
        shortcut="play.forward"
        side="top"
        disabled={none}
        onClick={() => skip(SKIP)}
      />
      <IconButton icon={Square} label="Stop" shortcut="play.stop" side="top" disabled={none} onClick={stop} />
      <IconButton
        icon={Repeat}
        label="Loop"
        shortcut="play.loop"
        side="top"
        disabled={none}
        aria-pressed={loop !== null}
        onClick={() => setLoop(loop ? null : WHOLE)}
      />
    </Toolbar>
  );
};

const Sound = () => {
  const title = usePlayer((player) => player.title);
  const state = usePlayer((player) => player.state);
  const text = usePlayer(stateText);
  return (
    <div className={styles.sound}>
      {title === '' ? null : (
        <span className={styles.title} title={title}>
          {title}
        </span>
      )}
      <span
        className={classNames(styles.state, state === 'error' && styles.error)}
        title={text}
        role={state === 'error' ? 'alert' : undefined}
      >
        {text}
      </span>
    </div>
  );
};

const Volume = () => {
  const { volume, setVolume } = usePlayer();
  const heard = useRef(1);
  const silent = volume === 0;
  return (
    <div className={styles.volume}>
      <IconButton
        icon={silent ? VolumeX : Volume2}
        label={silent ? 'Unmute' : 'Mute'}
        side="top"
        aria-pressed={silent}
        onClick={() => {
          if (!silent) heard.current = volume;
          setVolume(silent ? heard.current : 0);
        }}
      />
      <input
        type="range"
        className={styles.range}
        aria-label="Volume"
        aria-valuetext={`${Math.round(volume * 100)} %`}
        min={0}
        max={100}
        step={1}
        value={Math.round(volume * 100)}
        onChange={(event) => setVolume(Number(event.target.value) / 100)}
      />
    </div>
  );
};

/** The transport at the foot of every room. */
export const PlayerBar = () => {
  usePlayerHost();
  useTransportShortcuts(usePlayer((player) => player.sound !== null));
  return (
    <section className={styles.bar} aria-label="Player">
      <Transport />
      <Sound />
      <PositionSlider />
      <div className={styles.meters}>
        <LevelMeter />
      </div>
      <Volume />
      <DevicePicker />
    </section>
  );
};
