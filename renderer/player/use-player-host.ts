import { useEffect } from 'react';
import { useStudio } from '../state/studio.ts';
import { tellFailure } from '../state/toasts.ts';
import { startPlayer, usePlayer } from './player-store.ts';

/** Connects the player to the page's host once there is one, follows the settings' device, and tells what the user must know. */
export const usePlayerHost = (): void => {
  const host = useStudio((studio) => studio.host);
  const device = useStudio((studio) => studio.settings?.outputDevice);
  const notice = usePlayer((player) => player.notice);
  useEffect(() => {
    if (host) startPlayer(host);
  }, [host]);
  useEffect(() => {
    const player = usePlayer.getState();
    if (device !== undefined && device !== player.device) void player.setDevice(device);
  }, [device]);
  useEffect(() => {
    if (notice) tellFailure('Sound device', notice.text);
  }, [notice]);
};
