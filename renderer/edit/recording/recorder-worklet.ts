import { type Capture, createCapture } from './capture.ts';
import { recordingMemory } from './recording-memory.ts';

/** What the audio thread's global scope has; TypeScript's DOM types do not know it. */
declare const registerProcessor: (name: string, processor: typeof RecorderProcessor) => void;
declare class AudioWorkletProcessor {}

/** Audio thread. Hears the microphone and says nothing: the ring tells the page all of it. */
class RecorderProcessor extends AudioWorkletProcessor {
  readonly #capture: Capture;
  constructor(options: { processorOptions: { memory: SharedArrayBuffer } }) {
    super();
    this.#capture = createCapture(recordingMemory(options.processorOptions.memory));
  }
  process(inputs: Float32Array[][]): boolean {
    this.#capture.push(inputs[0]!);
    return true;
  }
}

registerProcessor('cueforge-recorder', RecorderProcessor);
