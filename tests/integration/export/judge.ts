import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const carried = (await import('@ffmpeg-installer/ffmpeg')).default.path;

/** The independent judge of these tests: the machine's ffmpeg, else the one that npm carries. */
export const FFMPEG = spawnSync('ffmpeg', ['-version']).status === 0 ? 'ffmpeg' : carried;

export const runFfmpeg = (...args: string[]): Buffer => {
  const run = spawnSync(FFMPEG, ['-hide_banner', '-nostdin', '-v', 'error', ...args], { maxBuffer: 2 ** 30 });
  if (run.status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${run.stderr}`);
  return run.stdout;
};

/** A file's sound as interleaved float32, at its own rate and in its own channels unless told otherwise. */
export const decoded = (file: string, ...args: string[]): Float32Array => {
  const bytes = runFfmpeg('-i', file, '-map', '0:a', ...args, '-f', 'f32le', 'pipe:1');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

/** Loudness as ffmpeg's own meter has it, of the decoded file; mono as it is heard, on both sides. LUFS, LU and dBTP. */
export const ebur128 = (file: string): { lufs: number; lra: number; dbtp: number } => {
  const filter = 'ebur128=peak=true:dualmono=true:metadata=1,ametadata=mode=print:file=-';
  const said = runFfmpeg('-i', file, '-map', '0:a', '-af', filter, '-f', 'null', '-').toString();
  const last = (key: string): number => Number(said.slice(said.lastIndexOf(`r128.${key}=`)).split(/[=\n]/)[1]);
  const peak = Math.max(...[...said.matchAll(/r128\.true_peaks_ch\d=([\d.]+)/g)].map(([, linear]) => Number(linear)));
  return { lufs: last('I'), lra: last('LRA'), dbtp: 20 * Math.log10(peak) };
};

/** Rate, channels and codec of a file's sound, as ffmpeg says them. */
export const soundOf = (file: string): string => {
  const { stderr } = spawnSync(FFMPEG, ['-hide_banner', '-nostdin', '-i', file]);
  return /Stream #.*Audio: (.*)/.exec(String(stderr))?.[1] ?? '';
};

/** Title, and the chapters' titles and times, as ffmpeg reads them. Seconds. */
export const tagsOf = (
  file: string,
): { title: string | null; chapters: { title: string; start: number; end: number }[] } => {
  const text = runFfmpeg('-i', file, '-f', 'ffmetadata', 'pipe:1').toString();
  const [head, ...sections] = text.split(/^\[(?:CHAPTER|STREAM)\]\n/m);
  const field = (part: string, key: string): string | null => new RegExp(`^${key}=(.*)$`, 'im').exec(part)?.[1] ?? null;
  const chapters = sections
    .filter((section) => field(section, 'TIMEBASE') !== null)
    .map((section) => {
      const [over, under] = field(section, 'TIMEBASE')!.split('/').map(Number);
      const seconds = (key: string): number => (Number(field(section, key)) * over) / under;
      return { title: field(section, 'title') ?? '', start: seconds('START'), end: seconds('END') };
    });
  return { title: field(head, 'title') ?? sections.map((s) => field(s, 'title')).find(Boolean) ?? null, chapters };
};

export const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');

/** Names below a folder and the digest of each file's bytes. */
export const digests = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder)
      .sort()
      .map((name) => [name, sha256(join(folder, name))]),
  );

/** Every file below a folder, hidden ones too, relative to it; none where the folder is not there. */
export const filesBelow = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  } catch {
    return [];
  }
};

/** Level of one frequency in a stretch of one channel, decibels of its amplitude: a window against leakage, one bin. */
export const levelAt = (stereo: Float32Array, hertz: number, from: number, to: number, rate = 48_000): number => {
  const first = Math.round(from * rate);
  const count = Math.round(to * rate) - first;
  let [re, im, weight] = [0, 0, 0];
  for (let n = 0; n < count; n++) {
    const w = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / count);
    const phase = (2 * Math.PI * hertz * (first + n)) / rate;
    re += w * stereo[2 * (first + n)] * Math.cos(phase);
    im += w * stereo[2 * (first + n)] * Math.sin(phase);
    weight += w;
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / weight);
};
