import { spawnSync } from 'node:child_process';

const carried = (await import('@ffmpeg-installer/ffmpeg')).default.path;
const onPath = spawnSync('ffmpeg', ['-version']).status === 0 ? ['ffmpeg'] : [];

/** The encoder of these tests: the old build that npm carries, the same on every machine. */
export const FFMPEG = carried;
/** Every ffmpeg at hand: what one writes, all must read. */
export const FFMPEGS: readonly string[] = [carried, ...onPath];

/** Runs ffmpeg to its end and gives its standard output. Throws what it printed when it fails. */
export const runFfmpeg = (ffmpeg: string, args: readonly string[], input?: Uint8Array): Uint8Array => {
  const run = spawnSync(ffmpeg, ['-hide_banner', '-loglevel', 'error', ...args], {
    input: input ?? new Uint8Array(),
    maxBuffer: 2 ** 30,
  });
  if (run.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${run.stderr}`);
  return new Uint8Array(run.stdout);
};

/** Interleaved stereo to MP3 frames without a reservoir, a tag or an info frame. `quality`: `-b:a 192k`, `-q:a 2`. */
export const encodeMp3 = (stereo: Float32Array, quality: readonly string[], rate = 48_000): Uint8Array =>
  runFfmpeg(
    FFMPEG,
    [
      ...['-f', 'f32le', '-ar', `${rate}`, '-ac', '2', '-i', 'pipe:0', '-c:a', 'libmp3lame', ...quality],
      ...['-reservoir', '0', '-write_xing', '0', '-id3v2_version', '0', '-map_metadata', '-1', '-f', 'mp3', 'pipe:1'],
    ],
    new Uint8Array(stereo.buffer, stereo.byteOffset, stereo.byteLength),
  );

/** A file's audio as interleaved stereo at its own rate. */
export const decode = (ffmpeg: string, file: string): Float32Array => {
  const bytes = runFfmpeg(ffmpeg, ['-i', file, '-map', '0:a', '-f', 'f32le', '-ac', '2', 'pipe:1']);
  return new Float32Array(bytes.slice().buffer);
};

/** Deterministic noise, -1..1. */
export const noise = (seed: number): (() => number) => {
  let state = seed >>> 0 || 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
};

/** `length` frames of interleaved stereo with a plucked note every 0.4 s over soft noise: something to align by. */
export const plucks = (length: number, rate = 48_000, seed = 1): Float32Array => {
  const random = noise(seed);
  const stereo = new Float32Array(2 * length);
  const every = Math.round(0.4 * rate);
  for (let n = 0; n < length; n += 1) {
    const since = (n % every) / rate;
    const pitch = 110 * 2 ** (((Math.floor(n / every) * 5) % 24) / 12);
    const note = 0.4 * Math.exp(-6 * since) * Math.sin(2 * Math.PI * pitch * since);
    stereo[2 * n] = note + 0.02 * random();
    stereo[2 * n + 1] = 0.8 * note + 0.02 * random();
  }
  return stereo;
};
