import { CueforgeError } from '../../../src/model/index.ts';
import { takeHeard } from './capture.ts';
import workletUrl from './recorder-worklet.ts?worker&url';
import { FLOAT, recordingMemory, WORD } from './recording-memory.ts';

/** A microphone that can be chosen. */
export interface MicrophoneChoice {
  readonly id: string;
  readonly label: string;
}

/** Why there is no microphone, as far as it changes what is to be done. */
export type MicrophoneTrouble = 'denied' | 'none' | 'busy' | 'other';

/** An open microphone, its sound as it comes: nothing is done to it. */
export interface Microphone {
  /** Chromium's id of it, and its name. */
  readonly id: string;
  readonly label: string;
  readonly context: AudioContext;
  /** From the air to the page as the device says it, seconds; 0: it does not say. */
  readonly inputLatency: number;
  /** Interleaved stereo at 48 kHz, all that was heard since the last time. */
  take(): Float32Array;
  /** The highest sample since the last look, linear. */
  peak(): number;
  /** Frames ever clipped, and ever lost. */
  clipped(): number;
  lost(): number;
  /** Whether its own sound goes to the ear, too: off until it is asked for, since loudspeakers would be heard again. */
  monitor(on: boolean): void;
  /** Called once where the device goes away while it is open. */
  onEnded(listener: () => void): void;
  close(): Promise<void>;
}

/**
 * Opens a microphone at 48 kHz without any processing: echo cancelling, noise suppression and gain control would take
 * from a voice what they take for noise. `id` null: the system's own. Throws `bad-argument` with `trouble` in details.
 */
export const openMicrophone = async (id: string | null): Promise<Microphone> => {
  const stream = await ask(id);
  const [track] = stream.getAudioTracks();
  const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'interactive' });
  try {
    await context.audioWorklet.addModule(workletUrl);
    const memory = recordingMemory();
    const source = context.createMediaStreamSource(stream);
    const recorder = new AudioWorkletNode(context, 'cueforge-recorder', {
      numberOfInputs: 1,
      numberOfOutputs: 0,
      // As many channels as the microphone has.
      channelCountMode: 'max',
      processorOptions: { memory: memory.buffer },
    });
    source.connect(recorder);
    await context.resume();
    let monitored = false;
    const settings = track!.getSettings() as MediaTrackSettings & { latency?: number };
    return {
      id: settings.deviceId ?? id ?? 'default',
      label: track!.label,
      context,
      inputLatency: settings.latency ?? 0,
      take: () => takeHeard(memory),
      peak() {
        const peak = memory.floats[FLOAT.peak]!;
        memory.floats[FLOAT.peak] = 0;
        return peak;
      },
      clipped: () => Atomics.load(memory.words, WORD.clipped),
      lost: () => Atomics.load(memory.words, WORD.lost),
      monitor(on) {
        if (on) source.connect(context.destination);
        else if (monitored) source.disconnect(context.destination);
        monitored = on;
      },
      onEnded: (listener) => track!.addEventListener('ended', listener, { once: true }),
      async close() {
        source.disconnect();
        for (const one of stream.getTracks()) one.stop();
        await context.close();
      },
    };
  } catch (error) {
    for (const one of stream.getTracks()) one.stop();
    await context.close();
    throw error;
  }
};

const ask = async (id: string | null): Promise<MediaStream> => {
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (devices?.getUserMedia === undefined) throw troubled('other', 'This browser lends no microphone to this page.');
  const constraints: MediaTrackConstraints = {
    ...(id === null ? {} : { deviceId: { exact: id } }),
    echoCancellation: false,
    noiseSuppression: false,
    autoGainControl: false,
    channelCount: { ideal: 2 },
    sampleRate: { ideal: 48_000 },
  };
  try {
    return await devices.getUserMedia({ audio: constraints });
  } catch (error) {
    const { name } = error as DOMException;
    // The one that was chosen is not there any more: the system's own is.
    if (id !== null && (name === 'OverconstrainedError' || name === 'NotFoundError')) return ask(null);
    if (name === 'NotAllowedError' || name === 'SecurityError')
      throw troubled('denied', 'The microphone is not allowed.');
    if (name === 'NotFoundError') throw troubled('none', 'No microphone is there.');
    if (name === 'NotReadableError' || name === 'AbortError')
      throw troubled('busy', 'The microphone could not be opened: another program may hold it.');
    throw troubled('other', `The microphone could not be opened: ${(error as Error).message}`);
  }
};

const troubled = (trouble: MicrophoneTrouble, message: string): CueforgeError =>
  new CueforgeError('bad-argument', message, { trouble });

/** Microphones of this machine; their names are known once one was allowed. */
export const listMicrophones = async (): Promise<readonly MicrophoneChoice[]> => {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  return all
    .filter(({ kind, deviceId }) => kind === 'audioinput' && deviceId !== '')
    .map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `Microphone ${i + 1}` }));
};
