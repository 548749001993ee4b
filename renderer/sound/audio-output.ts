/** The device the system would choose. */
export const DEFAULT_DEVICE = 'default';

export interface AudioOutput {
  /** What Chromium calls the way to the device; and the node that sounds, for whoever measures behind it. */
  readonly context: AudioContext;
  readonly node: AudioWorkletNode;
  /** Rejects where the page was not touched yet, or the device does not open. */
  resume(): Promise<void>;
  /** Lets the device go while nothing sounds. */
  suspend(): Promise<void>;
  /** Rejects where there is no such device; then sound goes where it went. */
  setDevice(id: string): Promise<void>;
  close(): Promise<void>;
}

/** What gives the sound. */
export interface OutputSource {
  /** The module that registers the processor, and the name that it registers. */
  readonly workletUrl: string;
  readonly processor: string;
  /** Handed to the processor as it is. */
  readonly options: unknown;
}

/** What newer Chromium has and TypeScript's DOM types do not know yet. */
type SinkContext = AudioContext & { setSinkId?(id: string): Promise<void>; onerror?: (() => void) | null };

/**
 * Opens the way from an audio worklet to a device: 48 kHz, whatever the device has; Chromium resamples for it.
 * In turns of 20 ms: in half of that an empty worklet takes twice the processor, and what begins when is said in frames
 * whatever they are. `onTrouble`: the device went away, or the system took it.
 */
export const openAudioOutput = async (
  { workletUrl, processor, options }: OutputSource,
  onTrouble: () => void,
): Promise<AudioOutput> => {
  const context: SinkContext = new AudioContext({ sampleRate: 48_000, latencyHint: 'playback' });
  context.onerror = onTrouble;
  context.onstatechange = () => {
    if ((context.state as string) === 'interrupted') onTrouble();
  };
  await context.audioWorklet.addModule(workletUrl);
  const node = new AudioWorkletNode(context, processor, {
    numberOfInputs: 0,
    outputChannelCount: [2],
    processorOptions: options,
  });
  node.onprocessorerror = onTrouble;
  node.connect(context.destination);
  return {
    context,
    node,
    resume: () => context.resume(),
    suspend: () => context.suspend(),
    async setDevice(id) {
      // A device that does not open is an error event as well, before the promise rejects; the one before it sounds on.
      context.onerror = null;
      try {
        await context.setSinkId?.(id === DEFAULT_DEVICE ? '' : id);
      } finally {
        context.onerror = onTrouble;
      }
    },
    async close() {
      context.onstatechange = null;
      context.onerror = null;
      node.onprocessorerror = null;
      node.disconnect();
      await context.close();
    },
  };
};
