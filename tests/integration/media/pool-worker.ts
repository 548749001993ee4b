import { type JobContext, serveJobs } from '../../../src/media/index.ts';
import { CueforgeError } from '../../../src/model/index.ts';

/** A worker for the pool's tests: does as its job says. */
export type PoolJob =
  | { readonly kind: 'square'; readonly of: number }
  | { readonly kind: 'fail' }
  | { readonly kind: 'exit' }
  | { readonly kind: 'throw-outside' }
  | { readonly kind: 'buffer'; readonly bytes: number }
  | { readonly kind: 'wait-for-cancel'; readonly letGo: SharedArrayBuffer };

const handle = async (job: PoolJob, context: JobContext<string>): Promise<unknown> => {
  switch (job.kind) {
    case 'square':
      context.progress('half way');
      await new Promise((resolve) => setTimeout(resolve, 5));
      return job.of ** 2;
    case 'fail':
      throw new CueforgeError('media-empty', 'nothing in it', { path: 'a.wav' });
    case 'exit':
      return process.exit(3);
    case 'throw-outside':
      setTimeout(() => {
        throw new Error('a bug');
      });
      return new Promise(() => undefined);
    case 'buffer': {
      const buffer = new ArrayBuffer(job.bytes);
      context.transfer(buffer);
      return buffer;
    }
    case 'wait-for-cancel':
      await new Promise((resolve) => context.signal.addEventListener('abort', resolve, { once: true }));
      await new Promise((resolve) => setTimeout(resolve, 50));
      Atomics.store(new Int32Array(job.letGo), 0, 1);
      throw new CueforgeError('cancelled', 'let go');
  }
};

serveJobs(handle);
