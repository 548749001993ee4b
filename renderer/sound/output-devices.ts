import { DEFAULT_DEVICE } from './audio-output.ts';

export interface OutputDevice {
  readonly id: string;
  readonly label: string;
}

const SYSTEM: OutputDevice = { id: DEFAULT_DEVICE, label: 'System default' };

const outputs = async (): Promise<MediaDeviceInfo[]> =>
  ((await navigator.mediaDevices?.enumerateDevices()) ?? []).filter(({ kind }) => kind === 'audiooutput');

/** Whether there is any device that sound can go to; null: the host did not say. Some browsers never name one. */
export const hasOutputDevice = (): Promise<boolean | null> =>
  outputs().then(
    (found) => found.length > 0,
    () => null,
  );

const isNamed = ({ deviceId }: MediaDeviceInfo): boolean => !['', 'default', 'communications'].includes(deviceId);

/** The device that the system would choose, by an id of its own; `DEFAULT_DEVICE` where none has one. */
export const findSystemDevice = async (): Promise<string> => {
  const found = await outputs().catch(() => []);
  const group = found.find(({ deviceId }) => deviceId === 'default')?.groupId;
  const named = found.filter(isNamed);
  return (named.find(({ groupId }) => groupId === group) ?? named[0])?.deviceId ?? DEFAULT_DEVICE;
};

/** The devices sound can go to, the system's choice first. Where the host does not tell devices apart it is the only one. */
export const listOutputDevices = async (): Promise<OutputDevice[]> => {
  const found = await outputs().catch(() => []);
  const named = found.filter(isNamed);
  return [SYSTEM, ...named.map(({ deviceId, label }, i) => ({ id: deviceId, label: label || `Output ${i + 1}` }))];
};

/** Calls when a device came or went, until the returned function is called. */
export const onOutputDevices = (listener: () => void): (() => void) => {
  navigator.mediaDevices?.addEventListener('devicechange', listener);
  return () => navigator.mediaDevices?.removeEventListener('devicechange', listener);
};
