import { writeFileSync } from 'node:fs';

export interface Tone {
  readonly seconds: number;
  readonly hertz: number;
  /** Linear; over 1 it is cut flat. */
  readonly peak: number;
}

/** A sine as a WAV file of 16 bits in mono at 48 kHz: whole periods, so that it repeats without a step. */
export const writeTone = (path: string, { seconds, hertz, peak }: Tone): void => {
  const length = Math.round((Math.round(seconds * hertz) / hertz) * 48_000);
  const data = Buffer.alloc(44 + length * 2);
  data.write('RIFF', 0);
  data.writeUInt32LE(36 + length * 2, 4);
  data.write('WAVEfmt ', 8);
  data.writeUInt32LE(16, 16);
  data.writeUInt16LE(1, 20);
  data.writeUInt16LE(1, 22);
  data.writeUInt32LE(48_000, 24);
  data.writeUInt32LE(96_000, 28);
  data.writeUInt16LE(2, 32);
  data.writeUInt16LE(16, 34);
  data.write('data', 36);
  data.writeUInt32LE(length * 2, 40);
  for (let i = 0; i < length; i++) {
    const sample = peak * Math.sin((2 * Math.PI * hertz * i) / 48_000);
    data.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 44 + i * 2);
  }
  writeFileSync(path, data);
};
