import { execFileSync } from 'node:child_process';

/** Runs a program to its end and gives what it wrote. Throws with its last words where it fails. */
export const run = (
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): string => {
  try {
    return execFileSync(program, args, {
      ...options,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 64e6,
    });
  } catch (error) {
    const { stdout = '', stderr = '', message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(' ')} failed: ${message}\n${`${stdout}\n${stderr}`.trim().slice(-2000)}`);
  }
};

/** Fetches a package's tarball with npm into `folder` and gives its name there. */
export const fetchPackage = (spec: string, folder: string): string =>
  run('npm', ['pack', spec, '--silent', '--pack-destination', folder]).trim().split('\n').at(-1)!;
