import { create } from 'zustand';
import { DEFAULT_DEVICE } from '../sound/audio-output.ts';
import { type Meters, readMeters } from '../sound/levels.ts';
import type { SessionMixerHost } from './mixer-link.ts';
import { FLOAT } from './mixer-memory.ts';
import { createSessionMixer, type SessionMixer, type SessionMixerStage } from './session-mixer.ts';

/** The page's mixer of the live session, as rooms see it. */
export interface SessionMixerState {
  readonly stage: SessionMixerStage;
  /** Whether the studio knows of it: the session can sound here. */
  readonly connected: boolean;
  /** The id of the device that was chosen, and the name of the one that it sounds to; empty: none. */
  readonly device: string;
  readonly deviceName: string;
  /** How often another mixer took the place of this page's. */
  readonly replaced: number;
  /** What the user has to know; another `id`, another trouble. */
  readonly trouble: { readonly id: number; readonly text: string } | null;
  /** This page sounds the session from now on. Started once, it does nothing. */
  start(host: SessionMixerHost): Promise<void>;
  stop(): void;
  /** Where it sounds to, now or once it is started. */
  setDevice(id: string): Promise<void>;
}

/** What a test dispatches on the window, with `detail: { memory }`, a `captureMemory`, or null to end it. */
export const CAPTURE_EVENT = 'cueforge:capture-session';

let mixer: SessionMixer | null = null;
let troubles = 0;
const onCapture = (event: Event): void =>
  mixer?.capture((event as CustomEvent<{ memory: SharedArrayBuffer | null }>).detail.memory);

export const useSessionMixer = create<SessionMixerState>()((set, get) => ({
  stage: 'off',
  connected: false,
  device: DEFAULT_DEVICE,
  deviceName: '',
  replaced: 0,
  trouble: null,
  async start(host) {
    if (mixer !== null) return;
    const started = createSessionMixer(host, {
      changed: () => set({ stage: started.state(), connected: started.connected(), deviceName: started.device() }),
      replaced: () => set(({ replaced }) => ({ replaced: replaced + 1 })),
      trouble: (text) => set({ trouble: { id: ++troubles, text } }),
    });
    mixer = started;
    addEventListener(CAPTURE_EVENT, onCapture);
    await started.setDevice(get().device);
    await started.start();
  },
  stop() {
    removeEventListener(CAPTURE_EVENT, onCapture);
    mixer?.stop();
    mixer = null;
  },
  async setDevice(id) {
    set({ device: id });
    await mixer?.setDevice(id);
  },
}));

/** What sounds now, behind the limiter. Cheap: read it in every animation frame. */
export const sessionMeters = (): Meters => mixer?.meters() ?? readMeters(undefined, FLOAT);

/** Where the session's sound leaves the mixer, for whoever measures behind it; null: it is not open. */
export const sessionMixerOutput = (): ReturnType<SessionMixer['output']> => mixer?.output() ?? null;
