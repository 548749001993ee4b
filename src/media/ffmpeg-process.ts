import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { CueforgeError, type FailureCode } from '../model/index.ts';

/** First words of every ffmpeg command: no banner, no reading of our stdin, errors only. */
export const QUIET: readonly string[] = ['-hide_banner', '-nostdin', '-v', 'error'];
/** Output options that keep versions and dates out of what is written. */
export const BIT_EXACT: readonly string[] = ['-fflags', '+bitexact', '-flags:a', '+bitexact'];
/** Input options that keep ffmpeg to the files and pipes it is given: nothing is fetched. */
export const LOCAL_ONLY: readonly string[] = ['-protocol_whitelist', 'file,pipe'];

/** A path as ffmpeg takes it, whatever it is made of: a leading `-`, `:` and `%` mean nothing after `file:`. */
export const ffmpegFile = (path: string): string => `file:${path}`;

export interface FfmpegEnd {
  /** Exit code; -1 when a signal ended it. */
  readonly code: number;
  /** The last 8 kB that ffmpeg said. */
  readonly stderr: string;
  /** Lines ffmpeg said, those before the last 8 kB included. */
  readonly lines: number;
}

export interface FfmpegProcess {
  /** Null unless asked for. Its errors are not thrown: a closed pipe shows in `done`. */
  readonly stdin: Writable | null;
  readonly stdout: Readable;
  /** Resolves when the process is gone, however it ended; rejects with `cancelled` (also only then) or when it cannot start. */
  readonly done: Promise<FfmpegEnd>;
}

const STDERR_KEPT = 8_192;

/** Every running ffmpeg of this thread. When the thread ends in order they are killed; else their pipes break, which ends them. */
const running = new Set<ChildProcess>();
const killAll = (): void => {
  for (const child of running) child.kill('SIGKILL');
};

/** Starts ffmpeg; the only place that does. Killed at once when `signal` aborts. */
export const spawnFfmpeg = (
  ffmpeg: { readonly path: string },
  args: readonly string[],
  options: { signal?: AbortSignal; stdin?: 'pipe' } = {},
): FfmpegProcess => {
  const { signal } = options;
  if (signal?.aborted) throw cancelled();
  const child = spawn(ffmpeg.path, args, { stdio: [options.stdin ?? 'ignore', 'pipe', 'pipe'], windowsHide: true });
  if (running.size === 0) process.once('exit', killAll);
  running.add(child);

  let stderr = '';
  let lines = 0;
  child.stderr!.setEncoding('utf8').on('data', (text: string) => {
    lines += text.split('\n').length - 1;
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  child.stdin?.on('error', () => undefined);
  const kill = (): void => {
    child.kill('SIGKILL');
    child.stdout!.destroy();
  };
  signal?.addEventListener('abort', kill, { once: true });

  const done = new Promise<FfmpegEnd>((resolve, reject) => {
    const settle = (act: () => void): void => {
      signal?.removeEventListener('abort', kill);
      running.delete(child);
      if (running.size === 0) process.off('exit', killAll);
      act();
    };
    child.once('error', (error) => {
      if (child.pid === undefined) {
        settle(() =>
          reject(new CueforgeError('ffmpeg-failed', `ffmpeg did not start: ${error.message}`, { path: ffmpeg.path })),
        );
      }
    });
    child.once('close', (code) => {
      settle(() => (signal?.aborted ? reject(cancelled()) : resolve({ code: code ?? -1, stderr, lines })));
    });
  });
  done.catch(() => undefined); // Whoever awaits it hears of it; nobody has to.
  return { stdin: child.stdin, stdout: child.stdout!, done };
};

/** A failure that tells what ffmpeg said last. `what`: a sentence without its full stop. */
export const ffmpegFailure = (
  what: string,
  end: FfmpegEnd,
  details: Record<string, unknown> = {},
  code: FailureCode = 'ffmpeg-failed',
): CueforgeError => {
  const said = ffmpegSaid(end).slice(-3);
  return new CueforgeError(code, said.length > 0 ? `${what}: ${said.join('; ')}` : `${what} (exit code ${end.code})`, {
    ...details,
    exitCode: end.code,
    said,
  });
};

/** The distinct lines ffmpeg said, without its pointers: `[mp3float @ 0x55d0] Header missing` is `mp3float: Header missing`. */
export const ffmpegSaid = (end: FfmpegEnd): string[] => {
  const lines = end.stderr.split('\n').map((line) => line.trim().replace(/^\[([^@\]]+) @ [^\]]*\]\s*/, '$1: '));
  return [...new Set(lines.filter((line) => line !== ''))];
};

const cancelled = (): CueforgeError => new CueforgeError('cancelled', 'The work was cancelled');
