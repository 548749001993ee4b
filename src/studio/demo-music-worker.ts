import { closeSync, openSync, writeSync } from 'node:fs';
import { serveJobs } from '../media/index.ts';
import { CHANNELS, CueforgeError, ENGINE_RATE, type Frames, frames } from '../model/index.ts';
import { createTrackRenderer, parseTrack } from '../synth/index.ts';

export interface DemoMusicJob {
  /** Track JSON, as text. */
  readonly track: string;
  /** WAV file to write. */
  readonly output: string;
  /** The stretch of the track that is wanted, [from, to) in frames; null: the whole of it. */
  readonly stretch: { readonly from: Frames; readonly to: Frames } | null;
}

const HEADER_BYTES = 44;

/** The header of a float32 stereo WAV file (format 3) at the engine rate, for so many bytes of samples. */
const wavHeader = (dataBytes: number): Buffer => {
  const header = Buffer.alloc(HEADER_BYTES);
  const frameBytes = CHANNELS * Float32Array.BYTES_PER_ELEMENT;
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER_BYTES - 8 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(3, 20);
  header.writeUInt16LE(CHANNELS, 22);
  header.writeUInt32LE(ENGINE_RATE, 24);
  header.writeUInt32LE(ENGINE_RATE * frameBytes, 28);
  header.writeUInt16LE(frameBytes, 32);
  header.writeUInt16LE(32, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
};

serveJobs<DemoMusicJob, null>(async ({ track, output, stretch }, { signal }) => {
  const renderer = createTrackRenderer(parseTrack(JSON.parse(track)));
  const { from, to } = stretch ?? { from: 0, to: renderer.frames };
  const file = openSync(output, 'w');
  try {
    writeSync(file, wavHeader((to - from) * CHANNELS * Float32Array.BYTES_PER_ELEMENT));
    for (let start: number = from; start < to; start += ENGINE_RATE) {
      if (signal.aborted) throw new CueforgeError('cancelled', 'Cancelled while making the demo music');
      const block = new Float32Array(Math.min(ENGINE_RATE, to - start) * CHANNELS);
      renderer.render(frames(start), block);
      writeSync(file, new Uint8Array(block.buffer));
      await new Promise((resolve) => setImmediate(resolve)); // lets a cancel arrive
    }
  } finally {
    closeSync(file);
  }
  return null;
});
