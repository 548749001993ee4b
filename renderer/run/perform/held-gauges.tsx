import { LAYER_ROLES, type LayerRole } from '../../../src/model/index.ts';
import { classNames } from '../../ui/class-names.ts';
import { useRun } from '../run-store.ts';
import styles from './held-gauges.module.css';
import layer from './layer-line.module.css';
import performance from './performance.module.css';
import { useSteady } from './use-steady.ts';
import { useBeaten, useWritten } from './use-written.ts';

type Row = LayerRole | 'kept' | 'total';
const ROWS: readonly Row[] = [...LAYER_ROLES, 'kept', 'total'];
const WORDS: Partial<Record<Row, string>> = { kept: 'kept heads', total: 'in all' };

/** Decoded and not yet played, of one role, kept to be played again, or in all: `8.6 / 10 s`. */
const Gauge = ({ row, limit }: { row: Row; limit: number }) => {
  const held = (): number => useRun.getState().view?.held[row] ?? 0;
  const bar = useBeaten<HTMLSpanElement>((element) => {
    element.style.transform = `scaleX(${Math.min(1, held() / Math.max(limit, 1e-9)).toFixed(3)})`;
  });
  const figure = useWritten<HTMLSpanElement>(() => held().toFixed(1));
  return (
    <li className={styles.gauge}>
      <span>{WORDS[row] ?? row}</span>
      <span className={layer.track} aria-hidden>
        <span ref={bar} className={classNames(layer.bar, styles[row] ?? layer[row])} />
      </span>
      <span className={styles.figure}>
        <span ref={figure} className={styles.held} /> / {limit} s
      </span>
    </li>
  );
};

/** How much decoded sound lies ready, of how much may. Kept heads are of no role: they may fill what the others leave. */
export const HeldGauges = () => {
  const limits = useSteady(({ view }) => view?.limits ?? null);
  if (limits === null) return null;
  return (
    <section className={performance.part} aria-labelledby="held">
      <h2 id="held" className={performance.title}>
        Decoded audio held
      </h2>
      <ul className={styles.gauges}>
        {ROWS.map((row) => (
          <Gauge key={row} row={row} limit={limits[row === 'kept' ? 'total' : row]} />
        ))}
      </ul>
    </section>
  );
};
