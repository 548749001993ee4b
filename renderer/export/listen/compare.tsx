import { ArrowLeftRight } from 'lucide-react';
import { useEffect } from 'react';
import type { MadeExport } from '../../../src/contract/index.ts';
import { usePlayer } from '../../player/index.ts';
import { shownKeys } from '../../shortcuts/shown-keys.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { levelText } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Tooltip } from '../../ui/tooltip.tsx';
import { fileTitle, GROUP_NAMES, GROUPS, type Listenable } from './choices.ts';
import styles from './listen.module.css';
import {
  balanceOf,
  changePair,
  holdsPair,
  type ListenState,
  pairOf,
  togglePair,
  useListening,
} from './listen-store.ts';
import { matchLevels, unmatched } from './match-levels.ts';
import { PlayPair } from './play-pair.tsx';

export interface CompareProps {
  /** A. */
  file: MadeExport;
  /** What B may be; at least one. */
  others: readonly Listenable[];
  names: ReadonlyMap<string, string>;
  /** What the workout is called. */
  title: string;
}

const hear = (heard: ListenState['heard']): void => useListening.setState({ heard });

const Side = ({ letter, name, which }: { letter: string; name: string; which: ListenState['heard'] }) => {
  const heard = useListening((listening) => listening.heard);
  return (
    <Tooltip text={`Hear ${letter}`} keys={shownKeys(`listen.${which}`)}>
      <button
        type="button"
        className={styles.side}
        aria-label={`Hear ${letter}: ${name}`}
        aria-pressed={heard === which}
        onClick={() => hear(which)}
      >
        {letter}
      </button>
    </Tooltip>
  );
};

/** A file against another sound of its workout: one of both is heard, the other goes along unheard. */
export const Compare = ({ file, others, names, title }: CompareProps) => {
  const listening = useListening();
  const { heard, matched } = listening;
  const other = others.find(({ id }) => id === listening.other) ?? others[0];
  const name = fileTitle(file, names);
  const pair = pairOf({ kind: 'made', path: file.path }, other.sound);
  const match = (matched ? matchLevels : unmatched)(file.lufs, other.lufs);
  const [first, second] = balanceOf(listening, match);
  const holds = usePlayer((player) => holdsPair(player, pair));
  const called = (b: Listenable): string => `${title}: ${name} and ${b.name}`;

  useEffect(() => {
    if (holds) usePlayer.getState().setBalance(first, second);
  }, [holds, first, second]);
  const toggle = (): void => {
    usePlayer.getState().setBalance(first, second);
    togglePair(pair, called(other), file.seconds);
  };
  const choose = (next: Listenable): void => {
    useListening.setState({ other: next.id });
    changePair(pair, pairOf(pair.first, next.sound), called(next));
  };
  const swap = (): void => hear(heard === 'first' ? 'second' : 'first');
  const rematch = (): void => useListening.setState({ matched: !matched });
  useShortcut('listen.first', () => hear('first'));
  useShortcut('listen.second', () => hear('second'));
  useShortcut('listen.swap', swap);
  useShortcut('listen.match', rematch);
  useShortcut(
    'play.toggle',
    toggle,
    usePlayer((player) => player.sound === null),
  );

  const by = heard === 'first' ? match.first : match.second;
  const level = by < 0 ? `${levelText(-by)} dB quieter` : 'as it is';
  return (
    <div className={styles.listen}>
      <div className={styles.transport}>
        <PlayPair pair={pair} what="A and B" onToggle={toggle} />
        <IconButton icon={ArrowLeftRight} label="Hear the other of A and B" shortcut="listen.swap" onClick={swap} />
        <label className={inspector.check}>
          <input type="checkbox" checked={matched} onChange={rematch} />
          Match loudness
        </label>
      </div>
      <div className={styles.sides}>
        <Side letter="A" name={name} which="first" />
        <span className={styles.name}>{name}</span>
        <Side letter="B" name={other.name} which="second" />
        <select
          className={styles.choice}
          aria-label="What B is"
          value={other.id}
          onChange={(event) => choose(others.find(({ id }) => id === event.target.value) ?? other)}
        >
          {GROUPS.filter((group) => others.some((each) => each.group === group)).map((group) => (
            <optgroup key={group} label={GROUP_NAMES[group]}>
              {others
                .filter((each) => each.group === group)
                .map((each) => (
                  <option key={each.id} value={each.id}>
                    {each.name}
                  </option>
                ))}
            </optgroup>
          ))}
        </select>
      </div>
      <p className={styles.quiet}>{match.text}</p>
      <p className={styles.heard} role="status">
        {heard === 'first' ? 'A' : 'B'} is heard, {level}.
      </p>
    </div>
  );
};
