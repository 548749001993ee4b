import { toFailure } from '../../src/model/index.ts';
import { connectHost, type Host } from '../host/index.ts';
import { invoke } from '../shortcuts/registry.ts';
import { tellOfEnd } from './job-ends.ts';
import { hasJustEnded, withJob } from './jobs.ts';
import { useStudio } from './studio.ts';

/** Longest wait between two attempts to connect, milliseconds. */
const LONGEST_WAIT = 5_000;

let tryNow: () => void = () => undefined;

/** Ends the wait before the next attempt to connect. */
export const connectNow = (): void => tryNow();

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    tryNow = () => {
      clearTimeout(timer);
      resolve();
    };
  });

/** Asks for everything the page shows: at the start, and after each new connection, which is not told what it missed. */
const askForAll = async (host: Host): Promise<void> => {
  const { client } = host;
  const [info, settings, { jobs }, history] = await Promise.all([
    client.call('app.info', {}),
    client.call('settings.get', {}),
    client.call('jobs.list', {}),
    client.call('history.get', {}),
  ]);
  useStudio.setState((state) => ({
    host,
    info,
    settings,
    jobs: [...jobs].sort((a, b) => b.startedAt - a.startedAt),
    history,
    connection: 'open',
    trouble: null,
    libraryRevision: state.libraryRevision + 1,
  }));
};

export const refreshWorkouts = async (): Promise<void> => {
  const { host } = useStudio.getState();
  try {
    const listed = await host?.client.call('workouts.list', {});
    if (listed) useStudio.setState({ workouts: listed.workouts, workoutsTrouble: null });
  } catch (error) {
    useStudio.setState({ workoutsTrouble: toFailure(error).message });
  }
};

const listen = ({ client }: Host): void => {
  client.on('settings.changed', (settings) => useStudio.setState({ settings }));
  client.on('history.changed', (history) => useStudio.setState({ history }));
  client.on('library.changed', () => useStudio.setState((state) => ({ libraryRevision: state.libraryRevision + 1 })));
  client.on('workouts.changed', () => void refreshWorkouts());
  client.on('jobs.changed', (job) => {
    const before = useStudio.getState().jobs;
    useStudio.setState({ jobs: withJob(before, job) });
    if (
      hasJustEnded(
        before.find(({ id }) => id === job.id),
        job,
      )
    )
      tellOfEnd(job);
  });
};

/** Connects, and connects again whenever the connection is lost, for as long as the page lives. */
export const keepConnected = async (): Promise<never> => {
  let wait = 250;
  for (;;) {
    try {
      const host = await connectHost();
      listen(host);
      await askForAll(host);
      host.onMenu(invoke);
      void refreshWorkouts();
      wait = 250;
      await host.client.closed;
      useStudio.setState({ connection: 'lost', trouble: 'The connection to the studio was lost' });
    } catch (error) {
      useStudio.setState({ connection: 'lost', trouble: toFailure(error).message });
    }
    await pause(wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
};
