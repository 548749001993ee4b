import { Mic, MicOff, Music } from 'lucide-react';
import { useEffect } from 'react';
import { usePlayer } from '../../player/index.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { SelectField } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { fileTitle, type TwoTracks } from './choices.ts';
import styles from './listen.module.css';
import { balanceOf, changePair, holdsPair, pairOf, togglePair, useListening } from './listen-store.ts';
import { PlayPair } from './play-pair.tsx';

export interface TrackPairProps {
  /** At least one. */
  tracks: readonly TwoTracks[];
  names: ReadonlyMap<string, string>;
  /** What the workout is called. */
  title: string;
}

const toPair = ({ music, coaching }: TwoTracks) =>
  pairOf({ kind: 'made', path: music.path }, { kind: 'made', path: coaching.path });

/** Music and coaching from two files, as players of the two-track package have them: one start, one place, the coach at will. */
export const TrackPair = ({ tracks, names, title }: TrackPairProps) => {
  const listening = useListening();
  const { coaching } = listening;
  const chosen = tracks.find(({ id }) => id === listening.tracks) ?? tracks[0];
  const pair = toPair(chosen);
  const [first, second] = balanceOf(listening, null);
  const holds = usePlayer((player) => holdsPair(player, pair));
  const called = ({ name }: TwoTracks): string => `${title}: ${name}`;

  useEffect(() => {
    if (holds) usePlayer.getState().setBalance(first, second);
  }, [holds, first, second]);
  const toggle = (): void => {
    usePlayer.getState().setBalance(first, second);
    togglePair(pair, called(chosen), Math.max(chosen.music.seconds, chosen.coaching.seconds));
  };
  const choose = (id: string): void => {
    const next = tracks.find((each) => each.id === id) ?? chosen;
    useListening.setState({ tracks: next.id });
    changePair(pair, toPair(next), called(next));
  };
  const mute = (): void => useListening.setState({ coaching: !coaching });
  useShortcut('listen.coaching', mute);
  useShortcut(
    'play.toggle',
    toggle,
    usePlayer((player) => player.sound === null),
  );

  return (
    <div className={styles.listen}>
      {tracks.length > 1 ? (
        <SelectField label="Which tracks" value={chosen.id} onChange={(event) => choose(event.target.value)}>
          {tracks.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </SelectField>
      ) : null}
      <div className={styles.transport}>
        <PlayPair pair={pair} what={chosen.name} onToggle={toggle} />
      </div>
      <div className={styles.sides}>
        <Music size={18} strokeWidth={1.75} className={styles.music} aria-hidden />
        <span className={styles.name}>{fileTitle(chosen.music, names)}</span>
        <IconButton
          icon={coaching ? Mic : MicOff}
          label="Coaching"
          shortcut="listen.coaching"
          className={styles.voice}
          aria-pressed={coaching}
          onClick={mute}
        />
        <span className={styles.name}>{fileTitle(chosen.coaching, names)}</span>
      </div>
      <p className={styles.quiet} role="status">
        {coaching ? 'The coach is heard with the music.' : 'The coach goes along unheard.'}
      </p>
    </div>
  );
};
