/** The last 0.7 s of what went to the device. */
export const EAR = 32_768;

/** Puts an ear behind whatever goes to a device, before it is opened: it keeps the left channel's last `EAR` samples. */
export const listenIn = `{
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode) {
      window.ear = new AnalyserNode(this.context, { fftSize: ${EAR} });
      const sides = new ChannelSplitterNode(this.context, { numberOfOutputs: 2 });
      connect.call(this, sides);
      connect.call(sides, window.ear, 0);
    }
    return connect.call(this, to, ...rest);
  };
  window.heard = () => {
    const samples = new Float32Array(${EAR});
    window.ear.getFloatTimeDomainData(samples);
    let bytes = '';
    for (const byte of new Uint8Array(samples.buffer)) bytes += String.fromCharCode(byte);
    return btoa(bytes);
  };
}`;

/** Samples as `window.heard()` hands them over. */
export const samplesOf = (bytes: unknown): Float32Array =>
  new Float32Array(new Uint8Array(Buffer.from(String(bytes), 'base64')).buffer);
