import { spawn } from 'node:child_process';
import { treeMemory } from './process-tree.ts';

export interface TimedRun {
  readonly seconds: number;
  /** Highest memory of the whole process tree, MB; null where it was not watched or cannot be read. */
  readonly peakMemory: number | null;
  readonly stdout: string;
}

/**
 * Runs a command to its end. `watched`: the memory of everything it starts is read ten times a second, which takes a
 * good part of a core: a run is either watched or timed. Throws when it does not exit with 0.
 */
export const timedRun = async (command: string, args: readonly string[], watched = false): Promise<TimedRun> => {
  const began = performance.now();
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (text) => {
    stdout += text;
  });
  child.stderr.on('data', (text) => {
    stderr = (stderr + text).slice(-4000);
  });
  let peak = 0;
  const watch = setInterval(() => {
    if (watched && process.platform === 'linux' && child.pid) peak = Math.max(peak, treeMemory(child.pid));
  }, 100);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(watch);
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${stderr}`);
  return { seconds: (performance.now() - began) / 1000, peakMemory: peak > 0 ? peak : null, stdout };
};
