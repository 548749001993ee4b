import { createPcmReader, serveJobs } from '../media/index.ts';
import { checkFile } from './check-file.ts';
import { encodeFile, encodeSpans } from './encode-mix.ts';
import { type JobHost, measureBedSpan, measureMix } from './measure-mix.ts';
import type { RenderJob, RenderProgress, RenderResult } from './render-protocol.ts';

/** Progress is told every two seconds of sound: a message a block would cost as much as the mixing. */
const TOLD_FRAMES = 96_000;

serveJobs<RenderJob, RenderResult, RenderProgress>(async (job, jobContext) => {
  let untold = 0;
  const context: JobHost & Pick<typeof jobContext, 'transfer'> = {
    signal: jobContext.signal,
    transfer: jobContext.transfer,
    progress(frames) {
      untold += frames;
      if (untold < TOLD_FRAMES) return;
      jobContext.progress(untold);
      untold = 0;
    },
  };
  const reader = createPcmReader(job.sources);
  try {
    switch (job.kind) {
      case 'measure':
        return await measureMix(job, reader, context);
      case 'measure-bed':
        return measureBedSpan(job, reader, context);
      case 'encode': {
        const result = await encodeSpans(job, reader, context);
        context.transfer(result.bytes.buffer as ArrayBuffer);
        return result;
      }
      case 'encode-file':
        return await encodeFile(job, reader, context);
      case 'check':
        return await checkFile(job, reader, context);
    }
  } finally {
    reader.close();
  }
});
