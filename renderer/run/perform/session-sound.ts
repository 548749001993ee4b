import { create } from 'zustand';
import type { Host } from '../../host/index.ts';
import { useSessionMixer } from '../../mixer/index.ts';
import { usePlayer } from '../../player/index.ts';
import { useNavigation } from '../../state/navigation.ts';
import { useStudio } from '../../state/studio.ts';
import { tellFailure } from '../../state/toasts.ts';
import { useRun } from '../run-store.ts';
import { mayBegin } from './sound-rules.ts';

/** Whether this page would sound the session, and waits to be touched: a browser gives no sound before. */
export interface SessionSound {
  readonly needsTouch: boolean;
}

export const useSessionSound = create<SessionSound>()(() => ({ needsTouch: false }));

/** How long a page that was told to sound does not give way to one that takes the sound back. Milliseconds. */
const INSISTS_MS = 3_000;
const KEPT = 'cueforge.sounds';

/** Whether this tab sounded before it was loaded anew. A browser may refuse to keep it. */
const soundedBefore = (): boolean => {
  try {
    return sessionStorage.getItem(KEPT) !== null;
  } catch {
    return false;
  }
};
const keepSounding = (sounds: boolean): void => {
  try {
    if (sounds) sessionStorage.setItem(KEPT, 'yes');
    else sessionStorage.removeItem(KEPT);
  } catch {
    // After a reload in the middle of a show “Sound here” has to be pressed.
  }
};

let toldAt = Number.NEGATIVE_INFINITY;

const start = (): void => {
  const { host } = useStudio.getState();
  if (host) void useSessionMixer.getState().start(host);
};

/** Sounds the session here from now on, whoever sounded it before. */
export const soundHere = (): void => {
  toldAt = Date.now();
  start();
};

const letGo = (): void => {
  keepSounding(false);
  useSessionMixer.getState().stop();
};

/** Begins or ends to sound, as what is open and who sounds it has become. */
const look = (): void => {
  const { host } = useStudio.getState();
  const { stage, view } = useRun.getState();
  const mixer = useSessionMixer.getState();
  if (stage === 'none' && mixer.stage !== 'off') letGo();
  if (!host || mixer.stage !== 'off') {
    useSessionSound.setState({ needsTouch: false });
    return;
  }
  const inRun = useNavigation.getState().room === 'run';
  const may = stage === 'open' && mayBegin(view, { kind: host.kind, inRun, soundedBefore: soundedBefore() });
  const needsTouch = may && host.kind === 'web' && navigator.userActivation?.hasBeenActive === false;
  useSessionSound.setState({ needsTouch });
  if (may && !needsTouch) start();
};

/** Another page sounds the session in place of this one, which does not take the sound back. */
const giveWay = (): void => {
  letGo();
  if (Date.now() - toldAt < INSISTS_MS) start();
};

/**
 * Sounds the open session in this page where nobody else does, whichever room is shown: the desktop always, a browser
 * that has Run open and was touched. For as long as the page lives; called once, after `feedRun`.
 */
export const feedSessionSound = (host: Host): void => {
  useRun.subscribe((now, before) => {
    const isOther = now.stage !== before.stage || now.view?.output.state !== before.view?.output.state;
    if (isOther || useSessionSound.getState().needsTouch) look();
    // What was listened to while preparing is not to go out with the show. Auditions begun later are meant.
    if (now.view?.armed === true && before.view?.armed === false) usePlayer.getState().stop();
  });
  useNavigation.subscribe((now, before) => now.room !== before.room && look());
  for (const touch of ['pointerdown', 'keydown'] as const)
    addEventListener(touch, () => useSessionSound.getState().needsTouch && look());

  let device: string | null = null;
  useStudio.subscribe(({ settings }) => {
    if (!settings || settings.showDevice === device) return;
    device = settings.showDevice;
    void useSessionMixer.getState().setDevice(device);
  });
  useSessionMixer.subscribe((now, before) => {
    if (now.connected && !before.connected) keepSounding(true);
    if (now.replaced !== before.replaced) giveWay();
    // Armed, an alarm says it, and a message would lie over what the operator reads.
    if (now.trouble !== before.trouble && now.trouble && !useRun.getState().view?.armed)
      tellFailure('The sound of the session', now.trouble.text);
    if (now.stage === 'off' && before.stage !== 'off') look();
  });
  // The host is there before the first session is.
  if (host.kind === 'desktop') look();
};
