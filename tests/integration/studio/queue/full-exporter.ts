import { openDesk, settled } from './desk.ts';

/** Exports a workout on a disk that takes no file beyond a size. Says the jobs. Arguments: the desk's folder, the workout. */
const [folder, path] = process.argv.slice(2);
process.on('SIGXFSZ', () => undefined);
const desk = await openDesk(folder);
await desk.client.call('exports.enqueue', { what: 'all', paths: [path] });
const jobs = await settled(desk);
await desk.close();
process.stdout.write(JSON.stringify(jobs));
