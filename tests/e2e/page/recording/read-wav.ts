/** A WAV file's samples, -1..1, interleaved; 16 or 24 bits. */
export interface ReadWav {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly samples: readonly number[];
}

export const readWav = (file: Uint8Array): ReadWav => {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const bits = view.getUint16(34, true);
  const bytes = bits / 8;
  const sampleAt = (at: number): number =>
    bits === 16 ? view.getInt16(at, true) : view.getUint16(at, true) + view.getInt8(at + 2) * 65_536;
  return {
    rate: view.getUint32(24, true),
    channels: view.getUint16(22, true),
    bits,
    samples: Array.from(
      { length: view.getUint32(40, true) / bytes },
      (_, i) => sampleAt(44 + i * bytes) / 2 ** (bits - 1),
    ),
  };
};

/** RMS of a tone inside samples of one channel, and of all that is left without it. Linear. */
export const toneIn = (samples: readonly number[], hertz: number, rate: number): { tone: number; rest: number } => {
  let [re, im, all] = [0, 0, 0];
  for (const [i, sample] of samples.entries()) {
    const phase = (2 * Math.PI * hertz * i) / rate;
    re += sample * Math.cos(phase);
    im += sample * Math.sin(phase);
    all += sample * sample;
  }
  const tone = Math.hypot(re, im) * (Math.SQRT2 / samples.length);
  return { tone, rest: Math.sqrt(Math.max(0, all / samples.length - tone * tone)) };
};
