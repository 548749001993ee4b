import { fromMixer, type MixerPort, type SessionView } from '../../contract/index.ts';
import { type FromMixer, frames, type MixerAct, type ToMixer } from '../../model/index.ts';

export type HeardFromMixer = Extract<FromMixer, { readonly kind: 'heard' | 'late' }>;

/** What the mixer's end says, in the numbers of the session that is attached. `ms`: monotonic, when it arrived. */
export interface MixerListener {
  /** A mixer is there, and sounds from now on; the one before is gone. */
  ready(ms: number): void;
  heard(message: HeardFromMixer, ms: number): void;
  gone(ms: number): void;
  /** Its device, its latency or its count of under-runs is another. */
  changed(): void;
}

/** Connections of mixers: the newest that says it is ready sounds the session. */
export interface SessionMixers {
  connect(port: MixerPort): void;
  /**
   * Gives the mixer to a session: its voices count from 0, its frames from where the mixer was heard last. Null: there is
   * no mixer.
   */
  attach(): { send(message: ToMixer): void } | null;
  /** Takes it from the session: what it was sent is let go. */
  detach(): void;
  output(): Omit<SessionView['output'], 'goToSoundMs'>;
  close(): void;
}

interface Mixer {
  readonly port: MixerPort;
  /** Frames mixed, and missing, as heard last. */
  frame: number;
  missing: number;
  /** What the voices and frames of the session that is attached count from, in the mixer's numbers. */
  voiceBase: number;
  frameBase: number;
  missingBase: number;
  nextVoice: number;
  readonly open: Set<number>;
  underruns: number;
  latencyMs: number | null;
  device: { readonly state: 'open' | 'lost' | 'fallback'; readonly device: string };
}

export const createSessionMixers = (parts: {
  readonly listener: MixerListener;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly log: (line: string) => void;
}): SessionMixers => {
  const { listener, clock, log } = parts;
  const ports = new Set<MixerPort>();
  let current: Mixer | null = null;
  /** Under-runs of the mixers before. */
  let underruns = 0;

  const replace = (port: MixerPort): Mixer => {
    const before = current;
    const mixer: Mixer = {
      ...{ port, frame: 0, missing: 0, voiceBase: 0, frameBase: 0, missingBase: 0, nextVoice: 0 },
      ...{ open: new Set(), underruns: 0, latencyMs: null, device: { state: 'open', device: '' } },
    };
    current = mixer;
    if (before) {
      underruns += before.underruns;
      before.port.send({ kind: 'replaced' });
      before.port.close();
    }
    return mixer;
  };

  const take = (port: MixerPort, given: unknown): void => {
    const parsed = fromMixer.safeParse(given);
    if (!parsed.success) {
      log('A mixer said what is no message, and was let go');
      port.close();
      drop(port);
      return;
    }
    const message = parsed.data;
    const ms = clock();
    if (message.kind === 'ready') {
      if (current?.port === port) return;
      replace(port);
      listener.ready(ms);
    } else if (current?.port === port) hear(current, message, ms);
  };
  const hear = (mixer: Mixer, message: Exclude<FromMixer, { kind: 'ready' }>, ms: number): void => {
    if (message.kind === 'device') {
      mixer.device = { state: message.state, device: message.device };
      listener.changed();
      return;
    }
    const { voiceBase, frameBase, missingBase } = mixer;
    if (message.kind === 'late') {
      const voices = message.voices.flatMap((voice) => (voice >= voiceBase ? [voice - voiceBase] : []));
      if (voices.length > 0) listener.heard({ ...message, voices }, ms);
      return;
    }
    mixer.frame = Math.max(mixer.frame, message.frame);
    mixer.missing = message.missing;
    // What a device says of its latency moves all the time.
    const latencyMs = message.latencyMs === null ? null : Math.round(message.latencyMs);
    const other = mixer.underruns !== message.underruns;
    mixer.underruns = message.underruns;
    mixer.latencyMs = latencyMs;
    const voices = message.voices.flatMap((each) =>
      each.voice >= voiceBase ? [{ ...each, voice: each.voice - voiceBase }] : [],
    );
    const [frame, missing] = [message.frame - frameBase, message.missing - missingBase];
    listener.heard({ ...message, voices, frame: frames(Math.max(0, frame)), missing: frames(missing) }, ms);
    if (other) listener.changed();
  };

  const drop = (port: MixerPort): void => {
    ports.delete(port);
    if (current?.port !== port) return;
    underruns += current.underruns;
    current = null;
    listener.gone(clock());
  };

  /** As the session says it, in the mixer's numbers. */
  const sendTo = (mixer: Mixer, message: ToMixer): void => {
    if (current !== mixer) return;
    const { voiceBase, frameBase } = mixer;
    if (message.kind === 'acts') {
      const acts = message.acts.map((act): MixerAct => {
        const voice = act.voice + voiceBase;
        if (act.kind === 'release') mixer.open.delete(voice);
        return 'at' in act ? { ...act, voice, at: frames(act.at + frameBase) } : { ...act, voice };
      });
      mixer.port.send({ kind: 'acts', acts });
      return;
    }
    const voice = message.voice + voiceBase;
    if (message.kind === 'voice') {
      mixer.open.add(voice);
      mixer.nextVoice = Math.max(mixer.nextVoice, voice + 1);
    }
    mixer.port.send({ ...message, voice });
  };

  return {
    connect(port) {
      ports.add(port);
      port.onMessage((message) => take(port, message));
      port.onClose(() => drop(port));
    },
    attach() {
      const mixer = current;
      if (mixer === null) return null;
      mixer.voiceBase = mixer.nextVoice;
      mixer.frameBase = mixer.frame;
      mixer.missingBase = mixer.missing;
      return { send: (message) => sendTo(mixer, message) };
    },
    detach() {
      if (current === null || current.open.size === 0) return;
      const acts = [...current.open].map((voice): MixerAct => ({ kind: 'release', voice }));
      current.open.clear();
      current.port.send({ kind: 'acts', acts });
    },
    output() {
      if (current === null) return { state: 'none', device: '', latencyMs: null, underruns };
      const { device, latencyMs } = current;
      return { ...device, latencyMs, underruns: underruns + current.underruns };
    },
    close() {
      for (const port of ports) port.close();
      ports.clear();
      current = null;
    },
  };
};
