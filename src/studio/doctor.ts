import { access, constants, statfs } from 'node:fs/promises';
import { availableParallelism, totalmem } from 'node:os';
import { findFfmpeg, makeFolder } from '../media/index.ts';
import { toFailure } from '../model/index.ts';
import { embeddedVoice } from '../speech/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';

/** One thing the studio needs, and whether it is there. */
export interface Finding {
  readonly name: string;
  readonly state: 'ok' | 'warning' | 'problem';
  readonly message: string;
}

export interface DoctorReport {
  readonly findings: readonly Finding[];
}

/** The embedded cache of 45 minutes of music is 1 GB; with less than this free, an export may not fit. Bytes. */
const WANTED_SPACE = 3e9;
/** Encoders the five formats need. */
const WANTED_ENCODERS = ['libmp3lame', 'aac', 'libopus', 'flac', 'pcm_s24le'];

/** Looks at everything an export depends on and says what it found, in sentences. */
export const examine = async (cacheDir: string, ffmpegPath: string | null): Promise<DoctorReport> => ({
  findings: [
    {
      name: 'Cueforge',
      state: 'ok',
      message: `${ENGINE_VERSION}, ${availableParallelism()} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    },
    { name: 'Node', state: 'ok', message: process.versions.node },
    ...(await ffmpegFindings(ffmpegPath)),
    await voiceFinding(),
    await diskFinding(cacheDir),
  ],
});

const ffmpegFindings = async (setting: string | null): Promise<Finding[]> => {
  try {
    const { path, version, origin, old, hasSoxr, encoders } = await findFfmpeg(setting);
    const missing = WANTED_ENCODERS.filter((encoder) => !encoders.includes(encoder));
    const age = old ? ', which is old: use it on files you trust, or install a newer ffmpeg' : '';
    return [
      { name: 'ffmpeg', state: old ? 'warning' : 'ok', message: `${version} from ${origin} (${path})${age}` },
      missing.length > 0
        ? { name: 'encoders', state: 'problem', message: `this ffmpeg lacks ${missing.join(', ')}` }
        : { name: 'encoders', state: 'ok', message: encoders.join(', ') },
      hasSoxr
        ? { name: 'resampler', state: 'ok', message: 'soxr' }
        : { name: 'resampler', state: 'warning', message: "ffmpeg's own; a build with soxr resamples better" },
    ];
  } catch (error) {
    return [{ name: 'ffmpeg', state: 'problem', message: toFailure(error).message }];
  }
};

const voiceFinding = async (): Promise<Finding> => {
  const provider = embeddedVoice();
  try {
    const voices = await provider.voices();
    await provider.speak({ text: 'ready', voice: null, rate: 1 });
    return { name: 'voices', state: 'ok', message: `${provider.name}: ${voices.join(', ')}` };
  } catch (error) {
    return { name: 'voices', state: 'problem', message: toFailure(error).message };
  } finally {
    await provider.close();
  }
};

const diskFinding = async (cacheDir: string): Promise<Finding> => {
  try {
    await makeFolder(cacheDir);
    await access(cacheDir, constants.W_OK);
    const { bavail, bsize } = await statfs(cacheDir);
    const free = bavail * bsize;
    return {
      name: 'disk',
      state: free < WANTED_SPACE ? 'warning' : 'ok',
      message: `${(free / 1e9).toFixed(1)} GB free for the cache in ${cacheDir}`,
    };
  } catch (error) {
    return { name: 'disk', state: 'problem', message: `the cache folder ${cacheDir}: ${toFailure(error).message}` };
  }
};
