import type { Job } from '../../src/contract/index.ts';
import { goTo, type Room, showJobs, useNavigation } from './navigation.ts';
import { notifyAway } from './notify.ts';
import { tellDone, tellFailure } from './toasts.ts';

const ROOM_OF: Record<Job['kind'], { room: Room; label: string }> = {
  import: { room: 'library', label: 'Go to Library' },
  export: { room: 'export', label: 'Go to Export' },
  demo: { room: 'edit', label: 'Go to Edit' },
  'demo-session': { room: 'run', label: 'Go to Run' },
  recast: { room: 'edit', label: 'Go to Edit' },
  publish: { room: 'export', label: 'Go to Export' },
};

/**
 * Tells of a job's end with a toast, where that is news: a failure always, a success when the user is in another room
 * (in its own, it is seen), a cancel never. That of a publication, which may take hours, is told with the system's as well.
 */
export const tellOfEnd = (job: Job): void => {
  const tellSystem = (title: string, body: string): void => {
    if (job.kind === 'publish') notifyAway(title, body);
  };
  const showProblems = { label: 'Show in Jobs', run: () => showJobs(true) };
  if (job.state === 'failed') {
    const why = job.failure?.message ?? 'It ended without a reason';
    tellFailure(`${job.label}: failed`, why, showProblems);
    tellSystem(`${job.label}: failed`, why);
    return;
  }
  if (job.state !== 'done') return;
  if (job.problems.length > 0) {
    const more = job.problems.length > 1 ? ` (and ${job.problems.length - 1} more)` : '';
    tellFailure(`${job.label}: done, with problems`, job.problems[0] + more, showProblems);
    tellSystem(`${job.label}: done, with problems`, job.problems[0] + more);
    return;
  }
  tellSystem(`${job.label}: done`, job.detail);
  const { room, label } = ROOM_OF[job.kind];
  if (useNavigation.getState().room !== room)
    tellDone(`${job.label}: done`, job.detail, { label, run: () => goTo(room) });
};
