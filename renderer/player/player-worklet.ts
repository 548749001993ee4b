import { createPlayback, type Playback } from './playback.ts';
import { playerMemory } from './player-memory.ts';

/** What the audio thread's global scope has; TypeScript's DOM types do not know it. */
declare const registerProcessor: (name: string, processor: typeof PlayerProcessor) => void;
declare class AudioWorkletProcessor {}

/** Audio thread. Everything it hears and says goes through shared memory: no message wakes it, none is sent. */
class PlayerProcessor extends AudioWorkletProcessor {
  readonly #playback: Playback;
  constructor(options: { processorOptions: { memory: SharedArrayBuffer } }) {
    super();
    this.#playback = createPlayback(playerMemory(options.processorOptions.memory), Date.now);
  }
  process(_inputs: unknown, outputs: Float32Array[][]): boolean {
    this.#playback.render(outputs[0][0], outputs[0][1]);
    return true;
  }
}

registerProcessor('cueforge-player', PlayerProcessor);
