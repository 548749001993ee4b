import { useEffect, useState } from 'react';

export interface OutputDevice {
  readonly id: string;
  readonly name: string;
}

/** Outputs that the system has now, without its default; follows what is plugged in and out. */
export const useOutputDevices = (): readonly OutputDevice[] => {
  const [devices, setDevices] = useState<readonly OutputDevice[]>([]);
  useEffect(() => {
    const { mediaDevices } = navigator;
    let gone = false;
    const list = async (): Promise<void> => {
      const all = await mediaDevices.enumerateDevices().catch(() => []);
      const outputs = all.filter(({ kind, deviceId }) => kind === 'audiooutput' && !['', 'default'].includes(deviceId));
      if (!gone)
        setDevices(
          outputs.map(({ deviceId, label }, place) => ({ id: deviceId, name: label || `Output ${place + 1}` })),
        );
    };
    void list();
    mediaDevices.addEventListener('devicechange', list);
    return () => {
      gone = true;
      mediaDevices.removeEventListener('devicechange', list);
    };
  }, []);
  return devices;
};
