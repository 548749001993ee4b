import { ChevronsRight, Pause, Play, Square, TrendingDown } from 'lucide-react';
import { classNames } from '../../ui/class-names.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { steer, useRun } from '../run-store.ts';
import { useSteering } from '../steer.ts';
import { FadeTo } from './fade-to.tsx';
import { LayerLine } from './layer-line.tsx';
import styles from './running-card.module.css';
import { showNow } from './show-time.ts';
import { type Card, phaseWord } from './sounding.ts';
import { timeLeft, timeLeftText, timeLeftWord } from './time-left.ts';
import { useWritten } from './use-written.ts';

const timeOf = (run: number) => {
  const { view } = useRun.getState();
  const running = view?.runs.find((other) => other.run === run);
  return view && running ? timeLeft(running, showNow(view)) : null;
};

/** Time left, written in place. */
const Left = ({ card: { run, vamps }, large }: { card: Card; large: boolean }) => {
  const figure = useWritten<HTMLSpanElement>(() => {
    const time = timeOf(run);
    return time ? timeLeftText(time) : '';
  });
  const word = useWritten<HTMLSpanElement>(() => {
    const time = timeOf(run);
    // A small card has “Let go” beside it, and its layer says that it vamps.
    return (time && (large || time.kind !== 'endless') && timeLeftWord(time, vamps)) || '';
  });
  return (
    <span className={classNames(styles.left, large && styles.large)} role="timer" aria-label="Time left">
      <span ref={figure} className={styles.figure} />
      <span ref={word} className={styles.word} />
    </span>
  );
};

const Buttons = ({ card: { run, title, paused, stopping, kind } }: { card: Card }) => {
  const seconds = useSteering(({ fadeSeconds }) => fadeSeconds);
  return (
    <span className={styles.buttons}>
      <IconButton
        icon={paused ? Play : Pause}
        label={paused ? `Go on with ${title}` : `Pause ${title}`}
        onClick={() => void steer(paused ? 'run.resume' : 'run.pause', { run })}
      />
      {kind === 'sound' || kind === 'group' ? <FadeTo run={run} title={title} /> : null}
      <IconButton
        icon={TrendingDown}
        label={`Fade ${title} out in ${seconds} s`}
        disabled={stopping}
        onClick={() => void steer('run.stop', { run, seconds })}
      />
      <IconButton icon={Square} label={`Stop ${title}`} onClick={() => void steer('run.stop', { run, seconds: 0 })} />
    </span>
  );
};

const LetGo = ({ run }: { run: number }) => (
  <button type="button" className={styles.devamp} onClick={() => void steer('run.devamp', { run })}>
    <ChevronsRight size={16} strokeWidth={1.75} aria-hidden />
    Let go
  </button>
);

/** A cue that was fired: its name, its time, its layers, its own pause, fade and stop; what it holds below it. */
export const RunningCard = ({ card, lead }: { card: Card; lead: number | null }) => {
  const isLead = card.run === lead;
  const hasOwnVamp = card.vamps && !card.stopping && card.children.length === 0;
  const controls = (
    <>
      {hasOwnVamp ? <LetGo run={card.run} /> : null}
      <Buttons card={card} />
    </>
  );
  return (
    <li
      className={classNames(styles.card, isLead && styles.lead, card.paused && styles.paused)}
      aria-label={`${card.title}, ${phaseWord(card)}`}
    >
      <div className={styles.head}>
        <span className={styles.name}>{card.title}</span>
        {card.paused && !card.stopping ? <span className={styles.state}>paused</span> : null}
        {isLead ? null : (
          <>
            <Left card={card} large={false} />
            {controls}
          </>
        )}
      </div>
      {isLead ? (
        <div className={styles.controls}>
          <Left card={card} large />
          {controls}
        </div>
      ) : null}
      {card.layers.length > 0 ? (
        <ul className={styles.layers}>
          {card.layers.map((layer) => (
            <LayerLine key={layer.layer} run={card.run} layer={layer} />
          ))}
        </ul>
      ) : null}
      {card.children.length > 0 ? (
        <ul className={styles.children}>
          {card.children.map((child) => (
            <RunningCard key={child.run} card={child} lead={lead} />
          ))}
        </ul>
      ) : null}
    </li>
  );
};
