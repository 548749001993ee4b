import { createPcmReader, serveJobs } from '../media/index.ts';
import { checkFile } from './check-file.ts';
import { encodeFile, encodeStretch } from './encode-mix.ts';
import { measureMix } from './measure-mix.ts';
import type { RenderJob, RenderProgress, RenderResult } from './render-protocol.ts';

serveJobs<RenderJob, RenderResult, RenderProgress>(async (job, context) => {
  const reader = createPcmReader(job.sources);
  try {
    switch (job.kind) {
      case 'measure':
        return await measureMix(job, reader, context);
      case 'encode': {
        const result = await encodeStretch(job, reader, context);
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
