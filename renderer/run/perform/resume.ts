import { useSessionMixer } from '../../mixer/index.ts';
import { useStudio } from '../../state/studio.ts';
import { askForSession, steer, useRun } from '../run-store.ts';

/** Sounds here; resolves when the studio knows of it, or nothing can sound. */
const soundFirst = async (): Promise<void> => {
  const { host } = useStudio.getState();
  if (host === null) return;
  await useSessionMixer.getState().start(host);
  await new Promise<void>((resolve) => {
    const over = (): boolean => {
      const { connected, stage } = useSessionMixer.getState();
      return connected || stage === 'lost' || stage === 'off';
    };
    if (over()) {
      resolve();
      return;
    }
    const stop = useSessionMixer.subscribe(() => {
      if (!over()) return;
      stop();
      resolve();
    });
  });
};

/** On with the show that was cut off. Where no list is open nothing sounds yet, and somebody has to. */
export const goOn = async (): Promise<void> => {
  const opens = useRun.getState().stage === 'none';
  if (opens) await soundFirst();
  const goesOn = await steer('run.goOn', {});
  if (opens && !goesOn) useSessionMixer.getState().stop();
};

/** The show that was cut off is not wanted any more. */
export const dropResume = async (): Promise<void> => {
  await steer('run.dropResume', {});
  if (useRun.getState().stage === 'none') askForSession();
};
