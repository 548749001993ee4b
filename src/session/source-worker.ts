import { parentPort, workerData } from 'node:worker_threads';
import { CueforgeError, type Frames, toFailure } from '../model/index.ts';
import type { SoundSource } from './layer-stream.ts';
import type { FromSources, SourceSetUp, ToSources } from './source-protocol.ts';
import { openSourceStream } from './source-stream.ts';

/**
 * A thread that decodes for live sessions: many streams side by side, each as far as it is asked. Nothing in it waits for
 * the disk or a pipe: a slow stream holds up no other.
 */
const port = parentPort;
if (port === null) throw new CueforgeError('internal', 'Sessions decode in a worker thread, not in the main one');
const say = (message: FromSources, transfer: ArrayBuffer[] = []): void => port.postMessage(message, transfer);

const streams = new Map<number, SoundSource>();

const answer = async (stream: number, most: number): Promise<void> => {
  const source = streams.get(stream);
  if (source === undefined) return;
  try {
    const samples = await source.next(most);
    if (samples === null) say({ kind: 'ended', stream });
    else say({ kind: 'block', stream, samples }, [samples.buffer as ArrayBuffer]);
  } catch (error) {
    say({ kind: 'failed', stream, failure: toFailure(error) });
  }
};

const close = async (stream: number): Promise<void> => {
  await streams.get(stream)?.close();
  streams.delete(stream);
  say({ kind: 'closed', stream });
};

port.on('message', (message: ToSources) => {
  const { stream } = message;
  if (message.kind === 'open') {
    streams.set(stream, openSourceStream(message, message.from as Frames, workerData as SourceSetUp));
  } else if (message.kind === 'ask') void answer(stream, message.most);
  else void close(stream);
});
say({ kind: 'ready' });
