import { classNames } from '../../ui/class-names.ts';
import { useRun } from '../run-store.ts';
import { HeldGauges } from './held-gauges.tsx';
import { MainOut } from './main-out.tsx';
import styles from './performance.module.css';
import { RunningCard } from './running-card.tsx';
import { leadRun, soundingCards } from './sounding.ts';
import { useSteady } from './use-steady.ts';

const Sounding = () => {
  const cards = useSteady(({ view, steps }) => (view ? soundingCards(view, steps) : []));
  const lead = useRun(({ view, steps }) => (view ? (leadRun(view.runs, steps)?.run ?? null) : null));
  return (
    <section className={classNames(styles.part, styles.sounding)} aria-labelledby="sounding">
      <h2 id="sounding" className={styles.title}>
        Sounding
      </h2>
      {cards.length === 0 ? <p className={styles.nothing}>Nothing sounds.</p> : null}
      <ul className={styles.cards}>
        {cards.map((card) => (
          <RunningCard key={card.run} card={card} lead={lead} />
        ))}
      </ul>
    </section>
  );
};

/** What sounds and how long it still has, what is held ready, what goes out: for the show. */
export const Performance = () => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, by the keyboard too
  <section className={styles.performance} aria-label="Performance" tabIndex={0}>
    <Sounding />
    <div className={styles.figures}>
      <HeldGauges />
      <MainOut />
    </div>
  </section>
);
