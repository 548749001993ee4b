import styles from './now-pane.module.css';
import { NowWave } from './now-wave.tsx';
import { RunLog } from './run-log.tsx';

/** For whoever looks closer: the waveform of what sounds, what the operator wrote for it, the log. */
export const NowPane = () => (
  <div className={styles.pane}>
    <NowWave />
    <RunLog />
  </div>
);
