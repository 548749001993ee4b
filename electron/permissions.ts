import type { Session } from 'electron';
import { isOurs } from './app-address.ts';

/** What our own page may ask for; everything else, and everyone else, is refused. `media`: a microphone, no camera. */
const ALLOWED: ReadonlySet<string> = new Set(['media', 'speaker-selection', 'midi']);

/** Whether a page may have a permission. `mediaTypes`: of `media`, what it asks for; anything but sound is refused. */
export const isAllowed = (permission: string, address: string, mediaTypes: readonly string[] = []): boolean =>
  ALLOWED.has(permission) && isOurs(address) && mediaTypes.every((type) => type === 'audio');

/** Denies by default, both where a page asks and where Chromium looks whether it may. */
export const denyByDefault = (session: Session): void => {
  session.setPermissionRequestHandler((_contents, permission, decide, details) => {
    const { mediaTypes = [], isMainFrame } = details as { mediaTypes?: string[]; isMainFrame?: boolean };
    // Whoever asks for nothing by name asks for the screen.
    const named = permission !== 'media' || mediaTypes.length > 0;
    decide(named && isMainFrame !== false && isAllowed(permission, details.requestingUrl, mediaTypes));
  });
  session.setPermissionCheckHandler((_contents, permission, origin, { mediaType }) =>
    isAllowed(permission, origin, mediaType ? [mediaType] : []),
  );
  session.setDevicePermissionHandler(() => false);
};
