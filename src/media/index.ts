export { type JobContext, serveJobs } from './worker-body.ts';
export { createWorkerPool, type WorkerPool, workerEntry } from './worker-pool.ts';
