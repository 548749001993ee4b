import { toFailure } from '../../src/model/index.ts';
import type { Host } from '../host/index.ts';
import { tellOfEnd } from './job-ends.ts';
import { hasJustEnded, withJob } from './jobs.ts';
import { useStudio } from './studio.ts';
import { chooseDemo } from './workouts.ts';

/** Asks for everything the page shows. A failure is a lost connection, which the host tells of and mends. */
const askForAll = async ({ client }: Host): Promise<void> => {
  const [info, settings, { jobs }, history] = await Promise.all([
    client.call('app.info', {}),
    client.call('settings.get', {}),
    client.call('jobs.list', {}),
    client.call('history.get', {}),
  ]);
  useStudio.setState((state) => ({
    info,
    settings,
    jobs: [...jobs].sort((a, b) => b.startedAt - a.startedAt),
    history,
    libraryRevision: state.libraryRevision + 1,
  }));
};

/** Lists the workouts anew; a failure is kept in `workoutsTrouble`. */
export const refreshWorkouts = async (): Promise<void> => {
  try {
    const listed = await useStudio.getState().host?.client.call('workouts.list', {});
    if (listed) useStudio.setState({ workouts: listed.workouts, workoutsTrouble: null });
  } catch (error) {
    useStudio.setState({ workoutsTrouble: toFailure(error).message });
  }
};

/** Feeds `useStudio` from a host for as long as the page lives. */
export const feedStudio = (host: Host): void => {
  useStudio.setState({ host });
  const { client } = host;
  client.on('settings.changed', (settings) => useStudio.setState({ settings }));
  client.on('history.changed', (history) => useStudio.setState({ history }));
  client.on('library.changed', () => useStudio.setState((state) => ({ libraryRevision: state.libraryRevision + 1 })));
  client.on('workouts.changed', () => void refreshWorkouts());
  client.on('jobs.changed', (job) => {
    const { jobs } = useStudio.getState();
    const before = jobs.find(({ id }) => id === job.id);
    useStudio.setState({ jobs: withJob(jobs, job) });
    if (!hasJustEnded(before, job)) return;
    tellOfEnd(job);
    if (job.kind === 'demo') void refreshWorkouts().then(() => chooseDemo(job));
  });
  // Each new connection begins with a question for everything: it is not told what it missed.
  host.onState((connection) => {
    useStudio.setState({ connection });
    if (connection !== 'connected') return;
    void askForAll(host).catch(() => useStudio.setState({ connection: 'lost' }));
    void refreshWorkouts();
  });
};
