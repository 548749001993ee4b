import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { timedRun } from './timed-run.ts';

export const CLI = ['src/cli/cueforge.mjs'];
export const CUES = 60;

/** What both rivals are given: music as MP3, and lines that were spoken before. */
export interface Material {
  readonly music: string;
  readonly seconds: number;
  /** One recorded line per cue. */
  readonly takes: readonly { readonly file: string; readonly at: number }[];
  /** The same as a workout file. */
  readonly workout: string;
}

const LINES = [
  'Welcome. Find your rhythm and settle in.',
  'Sit tall, relax your shoulders.',
  'Thirty seconds to go. Hold it there.',
  'Add a little resistance, and keep the legs turning.',
  'Big breath in. And let it go.',
  'This is the hill. One turn up, stay seated.',
];

/** Makes (once, in `folder`) so many minutes of the demo's music as a 320 kb/s MP3, and takes (default: sixty) along it. */
export const makeMaterial = async (
  folder: string,
  ffmpeg: string,
  minutes: number,
  count = CUES,
): Promise<Material> => {
  mkdirSync(folder, { recursive: true });
  const seconds = minutes * 60;
  const music = join(folder, `music-${minutes}.mp3`);
  if (!existsSync(music)) {
    const cache = join(folder, 'cache');
    const made = join(folder, 'demo');
    await timedRun('node', [...CLI, 'demo', '--cache', cache, '--out', made, '--variant', 'coaching']);
    const loop = ['-stream_loop', '-1', '-i', join(cache, 'demo', 'demo-music.wav'), '-t', String(seconds)];
    await timedRun(ffmpeg, ['-v', 'error', '-y', ...loop, '-b:a', '320k', `${music}.part.mp3`]);
    renameSync(`${music}.part.mp3`, music);
  }
  const takes: Material['takes'][number][] = [];
  for (let cue = 0; cue < count; cue++) {
    const file = join(folder, `take-${cue % LINES.length}.wav`);
    if (!existsSync(file)) {
      await timedRun('node', [
        ...CLI,
        'speak',
        LINES[cue % LINES.length],
        '-o',
        file,
        '--cache',
        join(folder, 'cache'),
      ]);
    }
    takes.push({ file, at: Math.round(((cue + 0.5) * seconds * 1000) / count) });
  }
  const workout = join(folder, `bench-${minutes}-${count}.json`);
  const cues = takes.map(({ file, at }, i) => ({ time_ms: at, text: LINES[i % LINES.length], audio: file }));
  writeFileSync(workout, JSON.stringify({ id: 'bench', duration_seconds: seconds, music_url: music, cues }));
  return { music, seconds, takes, workout };
};
