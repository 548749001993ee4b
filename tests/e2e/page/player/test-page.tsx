import { createRoot } from 'react-dom/client';
import '../../../../renderer/ui/tokens.css';
import '../../../../renderer/ui/base.css';
import {
  meters,
  PlayerBar,
  type PlayerState,
  playerOutput,
  position,
  startPlayer,
  underruns,
  usePlayer,
} from '../../../../renderer/player/index.ts';
import { block } from '../busy-thread.ts';
import { RUN_WORDS, RUNS_MOST, TAP } from './tap-layout.ts';
import tapUrl from './tap-worklet.ts?worker&url';

/** A stretch of the source that came out untouched, and what was between it and the one before. */
export interface Run {
  readonly first: number;
  readonly length: number;
  readonly gap: number;
  readonly gapSound: number;
}

const memory = new SharedArrayBuffer(4 * (TAP.first + RUNS_MOST * RUN_WORDS));
const words = new Int32Array(memory);
const playing: boolean[] = [];

startPlayer({
  connectPcm: async () => ({ url: `ws://${location.host}/pcm` }),
  setPlaying: (is) => playing.push(is),
});
createRoot(document.getElementById('root')!).render(<PlayerBar />);

const page = {
  state: (): PlayerState => JSON.parse(JSON.stringify(usePlayer.getState())),
  player: (): PlayerState => usePlayer.getState(),
  playing,
  position,
  meters,
  underruns,
  /** Puts the tap behind the player, once its device is open. */
  async tap(): Promise<void> {
    while (playerOutput() === null) await new Promise((resolve) => setTimeout(resolve, 10));
    const { context, node } = playerOutput()!;
    await context.audioWorklet.addModule(tapUrl);
    const tap = new AudioWorkletNode(context, 'tap', { processorOptions: { memory }, numberOfOutputs: 0 });
    node.connect(tap);
  },
  output: playerOutput,
  /** Tells the player that its device broke, as Chromium does; returns where the sound was. */
  breakOutput(): number {
    playerOutput()?.context.dispatchEvent(new Event('error'));
    return position();
  },
  runs(): Run[] {
    return Array.from({ length: words[TAP.runs] }, (_, i) => {
      const [first, length, gap, gapSound] = words.subarray(TAP.first + i * RUN_WORDS);
      return { first, length, gap, gapSound };
    });
  },
  tapped: (): number => words[TAP.frames],
  /** What Chromium itself counts between its audio thread and the device; null where it does not tell. */
  deviceUnderruns(): number | null {
    const stats = (playerOutput()?.context as { playbackStats?: { underrunEvents?: number } } | undefined)
      ?.playbackStats;
    return stats?.underrunEvents ?? null;
  },
  block,
};
export type TestPage = typeof page;
(window as unknown as { page: TestPage }).page = page;
