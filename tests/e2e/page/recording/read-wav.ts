/** A WAV file's samples, -1..1, interleaved; 16 or 24 bits. */
export interface ReadWav {
  readonly rate: number;
  readonly channels: number;
  readonly bits: number;
  readonly samples: readonly number[];
}

export const readWav = (file: Buffer): ReadWav => {
  const bits = file.readUInt16LE(34);
  const bytes = bits / 8;
  const length = file.readUInt32LE(40) / bytes;
  return {
    rate: file.readUInt32LE(24),
    channels: file.readUInt16LE(22),
    bits,
    samples: Array.from({ length }, (_, i) => file.readIntLE(44 + i * bytes, bytes) / 2 ** (bits - 1)),
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
