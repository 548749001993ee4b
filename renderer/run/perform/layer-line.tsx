import { classNames } from '../../ui/class-names.ts';
import { useRun } from '../run-store.ts';
import styles from './layer-line.module.css';
import { gainText, layerWords, levelShare } from './layer-words.ts';
import type { CardLayer } from './sounding.ts';
import { useBeaten, useWritten } from './use-written.ts';

const liveOf = (run: number, layer: number) =>
  useRun
    .getState()
    .view?.runs.find((other) => other.run === run)
    ?.layers.find((other) => other.layer === layer);

/** A layer of what sounds: its level as a bar, its gain as a figure. */
export const LayerLine = ({ run, layer }: { run: number; layer: CardLayer }) => {
  const bar = useBeaten<HTMLSpanElement>((element) => {
    const live = liveOf(run, layer.layer);
    const share = live?.phase === 'sounding' ? levelShare(live.peak) : 0;
    element.style.transform = `scaleX(${share.toFixed(3)})`;
  });
  const gain = useWritten<HTMLSpanElement>(() => gainText(layer.gain, liveOf(run, layer.layer)?.fadedTo ?? 0));
  return (
    <li className={styles.layer} data-phase={layer.phase}>
      <span className={styles.name}>{layerWords(layer)}</span>
      <span className={styles.track} aria-hidden>
        <span ref={bar} className={classNames(styles.bar, styles[layer.role])} />
      </span>
      <span ref={gain} className={styles.gain} />
    </li>
  );
};
