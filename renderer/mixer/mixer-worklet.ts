import { mixerMemory } from './mixer-memory.ts';
import { createMixing, type Mixing } from './mixing.ts';

/** What the audio thread's global scope has; TypeScript's DOM types do not know it. */
declare const registerProcessor: (name: string, processor: typeof MixerProcessor) => void;
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}

/** Audio thread. What it hears and says goes through shared memory; the one message that may come is a test's: where to keep what is given out. */
class MixerProcessor extends AudioWorkletProcessor {
  readonly #mixing: Mixing;
  constructor(options: { processorOptions: { memory: SharedArrayBuffer } }) {
    super();
    this.#mixing = createMixing(mixerMemory(options.processorOptions.memory), Date.now);
    this.port.onmessage = ({ data }: MessageEvent<SharedArrayBuffer | null>) => this.#mixing.capture(data);
  }
  process(_inputs: unknown, outputs: Float32Array[][]): boolean {
    this.#mixing.render(outputs[0][0], outputs[0][1]);
    return true;
  }
}

registerProcessor('cueforge-mixer', MixerProcessor);
