import { createWorkerPool, type WorkerPool, workerEntry } from '../media/index.ts';
import type { RenderJob, RenderProgress, RenderResult } from './render-protocol.ts';

export type RenderPool = WorkerPool<RenderJob, RenderResult, RenderProgress>;

/** The workers that mix, measure, encode and check. `threads` >= 1. */
export const createRenderPool = (threads: number): RenderPool =>
  createWorkerPool({ entry: workerEntry(import.meta.url, 'render-worker'), size: threads });
