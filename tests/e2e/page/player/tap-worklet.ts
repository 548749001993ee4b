import { RUN_LEAST, RUN_WORDS, RUNS_MOST, TAP } from './tap-layout.ts';

declare const registerProcessor: (name: string, processor: typeof TapProcessor) => void;
declare class AudioWorkletProcessor {}

/**
 * Stands behind the player and looks at every sample that leaves it. The test's sound says in each frame which frame it
 * is; a run is a stretch of such frames, untouched and in order. Whatever is no part of a run is counted as well.
 */
class TapProcessor extends AudioWorkletProcessor {
  readonly #words: Int32Array;
  #expected = -1;
  #candidate = 0;
  #gap = 0;
  #gapSound = 0;
  constructor(options: { processorOptions: { memory: SharedArrayBuffer } }) {
    super();
    this.#words = new Int32Array(options.processorOptions.memory);
  }

  #look(left: number, right: number): void {
    const l = left * 32768;
    const r = right * 32768;
    const exact = l >= 1 && r >= 1 && Number.isInteger(l) && Number.isInteger(r);
    const frame = exact ? (r - 1) * 16384 + (l - 1) : -1;
    const follows = exact && frame === this.#expected;
    const words = this.#words;
    if (follows && this.#candidate === 0) {
      words[TAP.first + (words[TAP.runs] - 1) * RUN_WORDS + 1]++;
    } else {
      // No run goes on here: the frames since the last one are a gap, until enough of them follow one another.
      this.#gap++;
      if (left !== 0 || right !== 0) this.#gapSound++;
      this.#candidate = !exact ? -1 : follows && this.#candidate > 0 ? this.#candidate + 1 : 1;
      if (this.#candidate === RUN_LEAST && words[TAP.runs] < RUNS_MOST) {
        const at = TAP.first + words[TAP.runs] * RUN_WORDS;
        words[at] = frame - RUN_LEAST + 1;
        words[at + 1] = RUN_LEAST;
        words[at + 2] = this.#gap - RUN_LEAST;
        words[at + 3] = this.#gapSound - RUN_LEAST;
        words[TAP.runs]++;
        this.#candidate = 0;
        this.#gap = 0;
        this.#gapSound = 0;
      }
    }
    this.#expected = exact ? frame + 1 : -1;
  }

  process(inputs: Float32Array[][]): boolean {
    const [left, right] = inputs[0];
    if (left === undefined) return true;
    for (let i = 0; i < left.length; i++) this.#look(left[i], right[i]);
    this.#words[TAP.frames] += left.length;
    return true;
  }
}

registerProcessor('tap', TapProcessor);
