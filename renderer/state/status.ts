import { create } from 'zustand';

export interface AudioHealth {
  readonly state: 'ok' | 'idle' | 'warn' | 'error';
  /** `48 kHz · 0 under-runs`. */
  readonly text: string;
}

/** What keeps the computer awake while a show is armed: the desktop application, a browser as far as its screen, nothing. */
export type Awake = 'system' | 'screen' | 'nothing';

/** What the status line says beside jobs and history. The player tells how the audio is; a room, what it holds. */
export interface StatusState {
  readonly audio: AudioHealth;
  /** `1 284 sounds · 96 h · 41 GB`; null: the room has nothing to say. */
  readonly room: string | null;
  readonly awake: Awake;
}

export const useStatus = create<StatusState>()(() => ({
  audio: { state: 'idle', text: 'Audio ready' },
  room: null,
  awake: 'nothing',
}));

export const tellAudioHealth = (audio: AudioHealth): void => useStatus.setState({ audio });
export const tellRoomStatus = (room: string | null): void => useStatus.setState({ room });
export const tellAwake = (awake: Awake): void => useStatus.setState({ awake });
