import { spawnSync } from 'node:child_process';
import { findFfmpeg } from '../../src/media/index.ts';
import { CHANNELS, ENGINE_RATE } from '../../src/model/index.ts';
import { demoMusic } from '../integration/export/material.ts';

/**
 * `node tests/bench/frames-after-a-change.ts`: which frames of an encoder are the same bytes again after four seconds of a
 * minute have changed. An encoder of which some never are has no frames to share; src/README.md says what was found.
 */
const LENGTH = 60;
const CHANGED = { from: 10, to: 14 };
const { path, version } = await findFfmpeg();

const music = demoMusic(LENGTH);
const changed = music.map((sample, i) => {
  const at = i / CHANNELS / ENGINE_RATE;
  return at >= CHANGED.from && at < CHANGED.to ? 0.4 * sample : sample;
});

/** Hashes of the packets that a codec makes of samples. */
const packets = (pcm: Float32Array, codec: readonly string[]): string[] => {
  const input = ['-f', 'f32le', '-ar', `${ENGINE_RATE}`, '-ac', `${CHANNELS}`, '-i', 'pipe:0'];
  const { stdout, status } = spawnSync(path, ['-v', 'error', ...input, ...codec, '-f', 'framemd5', 'pipe:1'], {
    input: new Uint8Array(pcm.buffer, pcm.byteOffset, pcm.byteLength),
    maxBuffer: 1 << 28,
  });
  if (status !== 0) throw new Error(`ffmpeg ended with ${status}`);
  const lines = stdout.toString().split('\n');
  return lines.flatMap((line) => (line === '' || line.startsWith('#') ? [] : [line.split(',').at(-1)!.trim()]));
};

console.log(`ffmpeg ${version}; changed: second ${CHANGED.from} to ${CHANGED.to} of ${LENGTH}`);
for (const [name, codec] of [
  ['mp3 320k', ['-c:a', 'libmp3lame', '-b:a', '320k', '-reservoir', '0']],
  ['flac', ['-c:a', 'flac', '-sample_fmt', 's32', '-bits_per_raw_sample', '24']],
  ['aac 256k', ['-c:a', 'aac', '-b:a', '256k']],
  ['aac 256k, fast', ['-c:a', 'aac', '-b:a', '256k', '-aac_coder', 'fast']],
  ['aac 128k', ['-c:a', 'aac', '-b:a', '128k']],
  ['opus 160k', ['-c:a', 'libopus', '-b:a', '160k']],
] as const) {
  const [before, after] = [packets(music, codec), packets(changed, codec)];
  const differ = before.flatMap((hash, i) => (hash === after[i] ? [] : [i]));
  const end = Math.ceil((before.length * CHANGED.to) / LENGTH);
  const late = differ.filter((i) => i > end + 4).length;
  console.log(
    `${name.padEnd(16)} ${before.length} frames, changed are ${differ[0]}…${differ.at(-1)}; ` +
      `behind the change ${((100 * late) / (before.length - end)).toFixed(1)} % differ`,
  );
}
