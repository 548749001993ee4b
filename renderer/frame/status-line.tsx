import { useStatus } from '../state/status.ts';
import styles from './status-line.module.css';

/** Is the audio healthy, is anything running, is my work saved. */
export const StatusLine = () => {
  const { audio, room } = useStatus();
  return (
    <footer className={styles.line}>
      <span>{audio.text}</span>
      {room ? <span>{room}</span> : null}
    </footer>
  );
};
