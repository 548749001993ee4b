// Before the page's own scripts: puts a tap behind whatever goes to a device, before it is opened. Seconds that each keeps
// are put in here when the page is built; 0: there is no tap.
const seconds = 0;
const taps = [];
window.sessionTaps = taps;
if (seconds > 0) {
  const { connect } = AudioNode.prototype;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      const words = new SharedArrayBuffer(8);
      const samples = new SharedArrayBuffer(8 * 48_000 * seconds);
      const onsets = new SharedArrayBuffer(8 * 1024);
      taps.push({ words: new Int32Array(words), samples: new Float32Array(samples), onsets: new Float64Array(onsets) });
      this.context.audioWorklet.addModule('/tap-worklet.js').then(() => {
        const processorOptions = { words, samples, onsets };
        connect.call(this, new AudioWorkletNode(this.context, 'session-tap', { processorOptions, numberOfOutputs: 0 }));
      });
    }
    return connect.call(this, to, ...rest);
  };
}
/** Frames that each tap kept. */
window.tapped = () => taps.map(({ words }) => Atomics.load(words, 0));
/** When sound began after silence, milliseconds since 1970, of the newest tap. */
window.tapOnsets = () => {
  const { words, onsets } = taps.at(-1);
  return [...onsets.subarray(0, Atomics.load(words, 1))];
};
/** Bytes of what a tap kept, as text. */
window.tapBytes = (tap, from, to) => {
  const bytes = new Uint8Array(taps[tap].samples.slice(2 * from, 2 * to).buffer);
  let text = '';
  for (let i = 0; i < bytes.length; i += 32_768) text += String.fromCharCode(...bytes.subarray(i, i + 32_768));
  return btoa(text);
};
