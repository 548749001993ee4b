import { resolve } from 'node:path';
import { createClient, createInMemoryChannels, type Job, serve } from '../contract/index.ts';
import { CueforgeError, fromFailure } from '../model/index.ts';
import { openStudioService } from '../studio/index.ts';
import { type Arguments, expectOperands } from './arguments.ts';
import { EXIT } from './exit-codes.ts';

/**
 * Brings files and folders into the library, as a window would: over the contract, as a job. Ctrl-C cancels it; what was
 * filed and not measured is measured when the library is opened next.
 */
export const addCommand = async (args: Arguments, _studio: unknown, signal: AbortSignal): Promise<number> => {
  expectOperands(args, 1, Number.POSITIVE_INFINITY, 'files or folders');
  const { library, cache, json } = args.values;
  const { service, close } = await openStudioService({ host: 'web', libraryPath: library, cachePath: cache });
  try {
    const channels = createInMemoryChannels();
    serve(channels.studio, service);
    const client = createClient(channels.client);
    let id = '';
    const ended = new Promise<Job>((found) => {
      client.on('jobs.changed', (job) => {
        if (json) process.stdout.write(`${JSON.stringify({ event: 'job', ...job })}\n`);
        else if (process.stderr.isTTY && job.endedAt === null) process.stderr.write(`\r\u001b[K${sayProgress(job)}`);
        if (job.id === id && job.endedAt !== null) found(job);
      });
    });
    id = (await client.call('library.import', { paths: args.operands.map((path) => resolve(path)) })).job;
    const cancel = (): void => void client.call('jobs.cancel', { id });
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    const job = await ended;
    if (process.stderr.isTTY && !json) process.stderr.write('\r\u001b[K');
    for (const problem of job.problems) process.stderr.write(`cueforge: ${problem}\n`);
    if (job.state === 'cancelled') throw new CueforgeError('cancelled', 'The import was cancelled');
    if (job.failure) throw fromFailure(job.failure as Parameters<typeof fromFailure>[0]);
    if (!json) process.stdout.write(`${job.detail}\n`);
    return job.problems.length > 0 ? EXIT.media : EXIT.done;
  } finally {
    await close();
  }
};

const sayProgress = ({ detail, fraction, rate, remainingSeconds }: Job): string =>
  [
    `${Math.round(fraction * 100)} %  ${detail}`,
    rate === null ? '' : `${Math.round(rate)} × real time`,
    remainingSeconds === null ? '' : `${Math.ceil(remainingSeconds)} s left`,
  ]
    .filter(Boolean)
    .join(' · ');
