import { execFileSync } from 'node:child_process';
import { chmodSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findFfmpeg } from '../../../src/media/index.ts';

/** Bytes of decoded sound a millisecond: three halves of what is heard. */
const PACE = 1.5 * 48 * 8;
/** Bytes after which it stalls for 0.3 s: 2 s of sound. */
const STALL_EVERY = 2 * 48_000 * 8;

/** A drive that can become slow, seen by whoever reads it with this ffmpeg. */
export interface SlowDrive {
  readonly ffmpeg: string;
  /** From now on it gives little more than is heard, and stalls now and then. */
  begin(): void;
  /** How often something was read slowly. */
  reads(): number;
}

/** Puts the ffmpeg of a slow drive into `folder`. Slow is what lies in a folder named `name`; all else is as it was. */
export const createSlowDrive = async (folder: string, name: string): Promise<SlowDrive> => {
  const { path } = await findFfmpeg(null);
  const [ffmpeg, mark] = [join(folder, 'ffmpeg-of-drive'), join(folder, 'drive-is-slow')];
  const body = `const { spawn } = require('node:child_process');
    const child = spawn(${JSON.stringify(path)}, process.argv.slice(2), { stdio: ['inherit', 'pipe', 'inherit'] });
    process.on('SIGTERM', () => child.kill());
    require('node:fs').appendFileSync(${JSON.stringify(mark)}, '.');
    let passed = 0;
    let stalls = 0;
    let began = 0;
    child.stdout.on('data', (bytes) => {
      began ||= performance.now();
      if (Math.floor((passed + bytes.length) / ${STALL_EVERY}) > Math.floor(passed / ${STALL_EVERY})) stalls++;
      passed += bytes.length;
      process.stdout.write(bytes);
      child.stdout.pause();
      setTimeout(() => child.stdout.resume(), began + passed / ${PACE} + stalls * 300 - performance.now());
    });
    child.on('exit', (code) => { process.exitCode = code ?? 1; });`;
  writeFileSync(`${ffmpeg}.cjs`, body);
  const slowly = `[ -e "${mark}" ] && exec "${process.execPath}" "${ffmpeg}.cjs" "$@"`;
  writeFileSync(ffmpeg, `#!/bin/sh\ncase "$*" in */${name}/*) ${slowly} ;; esac\nexec "${path}" "$@"\n`);
  chmodSync(ffmpeg, 0o755);
  execFileSync(ffmpeg, ['-version']);
  return { ffmpeg, begin: () => writeFileSync(mark, ''), reads: () => statSync(mark).size };
};
