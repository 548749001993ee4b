import { createWorkerPool, workerEntry } from '../media/index.ts';
import type { RenderPool } from './loudness-forecast.ts';

/** The workers that mix, measure, encode and check. `threads` >= 1. */
export const createRenderPool = (threads: number): RenderPool =>
  createWorkerPool({ entry: workerEntry(import.meta.url, 'render-worker'), size: threads });
