import type { SessionView } from '../../../src/contract/index.ts';
import type { Frames } from '../../../src/model/index.ts';
import { useStudio } from '../../state/studio.ts';
import { sessionNow } from '../run-store.ts';

/** The session's time as figures show it. Without the studio it stands: nobody knows what sounds. */
export const showNow = (view: Pick<SessionView, 'clock'>): Frames =>
  useStudio.getState().connection === 'connected' ? sessionNow(view) : view.clock.frame;
