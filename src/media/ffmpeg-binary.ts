import { execFile } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { delimiter, join } from 'node:path';
import { CueforgeError } from '../model/index.ts';

/** Where an ffmpeg was found, in the order they are tried. */
export type FfmpegOrigin = 'setting' | 'environment' | 'ffmpeg-static' | 'path' | 'ffmpeg-installer';

/** An ffmpeg that runs, and what it can do. Plain data: it crosses threads. */
export interface FfmpegBinary {
  readonly path: string;
  /** As it says itself: `5.1.9-0+deb12u1`, `N-47683-g0e8eb07980-static`. */
  readonly version: string;
  readonly origin: FfmpegOrigin;
  /** Older than release 4.4, or built from sources of before 2021: for files one trusts only. */
  readonly old: boolean;
  readonly hasSoxr: boolean;
  /** Those of ENCODERS that it has. */
  readonly encoders: readonly string[];
}

/** The encoders Cueforge uses where an ffmpeg has them. */
const ENCODERS = ['libmp3lame', 'aac', 'libopus', 'flac', 'pcm_s24le'];

/**
 * Finds the ffmpeg to use: the setting, FFMPEG_PATH or FFMPEG_BIN, ffmpeg-static, PATH, @ffmpeg-installer. One that
 * does not run is passed over; one that was asked for by name (setting, environment) is a failure instead.
 */
export const findFfmpeg = async (setting?: string | null): Promise<FfmpegBinary> => {
  if (setting) return named(setting, 'setting', 'the ffmpeg setting');
  for (const variable of ['FFMPEG_PATH', 'FFMPEG_BIN']) {
    const path = process.env[variable];
    if (path) return named(path, 'environment', `the environment variable ${variable}`);
  }
  for await (const { path, origin } of candidates()) {
    const found = await query(path);
    if (found !== null) return { ...found, origin };
  }
  throw new CueforgeError('ffmpeg-missing', `No ffmpeg was found. ${HOW_TO_INSTALL[process.platform] ?? OTHERWISE}`, {
    platform: process.platform,
  });
};

const OTHERWISE = 'Install it with your package manager (on Debian and Ubuntu: sudo apt install ffmpeg)';
const HOW_TO_INSTALL: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'Install it with Homebrew (brew install ffmpeg), or set FFMPEG_PATH to an ffmpeg you have',
  win32: 'Install it with winget (winget install Gyan.FFmpeg), or set FFMPEG_PATH to an ffmpeg.exe you have',
  linux: `${OTHERWISE}, or set FFMPEG_PATH to an ffmpeg you have`,
};

const named = async (path: string, origin: FfmpegOrigin, by: string): Promise<FfmpegBinary> => {
  const found = await query(path);
  if (found !== null) return { ...found, origin };
  throw new CueforgeError('ffmpeg-missing', `"${path}", named by ${by}, is not an ffmpeg that runs`, { path, origin });
};

async function* candidates(): AsyncGenerator<{ path: string; origin: FfmpegOrigin }> {
  const bundled = packagePath('ffmpeg-static', (found) => found);
  if (bundled !== null) yield { path: bundled, origin: 'ffmpeg-static' };
  const name = process.platform === 'win32' ? 'ffmpeg.exe' : 'ffmpeg';
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (folder !== '') yield { path: join(folder, name), origin: 'path' };
  }
  const installed = packagePath('@ffmpeg-installer/ffmpeg', (found) => (found as { path?: unknown }).path);
  if (installed !== null) yield { path: installed, origin: 'ffmpeg-installer' };
}

/** The path a package of binaries gives; null where the package is absent or has none for this machine. */
const packagePath = (name: string, pathOf: (found: unknown) => unknown): string | null => {
  try {
    const path = pathOf(createRequire(import.meta.url)(name));
    // Inside a packaged app a program can only be run from beside the archive.
    return typeof path === 'string' ? path.replace(/app\.asar(?=[\\/])/, 'app.asar.unpacked') : null;
  } catch {
    return null;
  }
};

type Capabilities = Omit<FfmpegBinary, 'origin'>;
const known = new Map<string, Promise<Capabilities | null>>();

const query = (path: string): Promise<Capabilities | null> => {
  const asked = known.get(path);
  if (asked !== undefined) return asked;
  const answer = ask(path);
  known.set(path, answer);
  return answer;
};

/*
 * Asked plainly and not through fluent-ffmpeg: its answers are kept once per process, whatever path they came from,
 * so with two builds on a machine the second gets the encoders of the first.
 */
const ask = async (path: string): Promise<Capabilities | null> => {
  try {
    await access(path, constants.X_OK);
    const [about, list] = await Promise.all([say(path, ['-version']), say(path, ['-hide_banner', '-encoders'])]);
    const version = /^ffmpeg version (\S+)/.exec(about)?.[1];
    if (version === undefined) return null;
    return {
      path,
      version,
      old: isOld(version, about),
      hasSoxr: about.includes('--enable-libsoxr'),
      encoders: ENCODERS.filter((encoder) => new RegExp(`^ A\\S+ ${encoder} `, 'm').test(list)),
    };
  } catch {
    return null;
  }
};

const say = (path: string, args: string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(path, args, { timeout: 15_000, maxBuffer: 4 << 20, windowsHide: true }, (error, stdout) =>
      error === null ? resolve(stdout) : reject(error),
    );
  });

/** Releases say their number; builds from git do not, and are judged by the year of their copyright line. */
const isOld = (version: string, about: string): boolean => {
  const release = /^n?(\d{1,2})\.(\d+)/.exec(version);
  if (release !== null) return Number(release[1]) * 100 + Number(release[2]) < 404;
  const year = /Copyright \(c\) \d+-(\d{4})/.exec(about)?.[1];
  return year === undefined || Number(year) < 2021;
};
