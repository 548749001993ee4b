import { Pause, Play } from 'lucide-react';
import { usePlayer } from '../../player/index.ts';
import { Button } from '../../ui/button.tsx';
import { holdsPair, type Pair } from './listen-store.ts';

/** Plays two sounds as one, or pauses them. `what`: what they are together. */
export const PlayPair = ({ pair, what, onToggle }: { pair: Pair; what: string; onToggle: () => void }) => {
  const sounds = usePlayer(
    (player) => holdsPair(player, pair) && (player.state === 'playing' || player.state === 'buffering'),
  );
  const word = sounds ? 'Pause' : 'Play';
  return (
    <Button icon={sounds ? Pause : Play} aria-label={`${word} ${what}`} onClick={onToggle}>
      {word}
    </Button>
  );
};
