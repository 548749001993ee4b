import { DEFAULT_DEVICE } from '../../sound/audio-output.ts';
import type { Recording } from './wav.ts';

/** Sounds of the recorder itself: they leave through the microphone's own context, and are in no mix. */

/** A click of a count-in; the first of them is higher. */
export const click = (context: AudioContext, first: boolean): void => {
  const at = context.currentTime + 0.005;
  const tone = new OscillatorNode(context, { frequency: first ? 1500 : 1000 });
  const level = new GainNode(context, { gain: 0 });
  level.gain.setValueAtTime(0.25, at);
  level.gain.exponentialRampToValueAtTime(0.001, at + 0.05);
  tone.connect(level).connect(context.destination);
  tone.start(at);
  tone.stop(at + 0.06);
};

/** Plays a recording that the studio does not have yet, to the player's device. The returned function stops it. */
export const playRecording = async (
  context: AudioContext,
  { samples, channels, rate }: Recording,
  device: string,
  onEnd: () => void,
): Promise<() => void> => {
  const sinks = context as AudioContext & { setSinkId?(id: string): Promise<void> };
  // A device that is not there any more: the system's own it is.
  await sinks.setSinkId?.(device === DEFAULT_DEVICE ? '' : device).catch(() => undefined);
  const buffer = context.createBuffer(channels, samples.length / channels, rate);
  for (let c = 0; c < channels; c++) {
    const side = buffer.getChannelData(c);
    for (let i = 0; i < side.length; i++) side[i] = samples[i * channels + c]!;
  }
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(context.destination);
  source.onended = onEnd;
  source.start();
  return () => {
    source.onended = null;
    source.stop();
  };
};
