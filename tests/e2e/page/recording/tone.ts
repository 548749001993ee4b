import { wavFile } from '../../../integration/studio/wav-file.ts';

export interface Tone {
  readonly seconds: number;
  readonly hertz: number;
  /** Linear; over 1 it is cut flat. */
  readonly peak: number;
}

/** A sine as a WAV file of 16 bits in mono at 48 kHz: whole periods, so that it repeats without a step. */
export const writeTone = (path: string, { seconds, hertz, peak }: Tone): void =>
  wavFile(
    path,
    1,
    Math.round((Math.round(seconds * hertz) / hertz) * 48_000),
    (n) => peak * Math.sin((2 * Math.PI * hertz * n) / 48_000),
  );
