import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';

/** When a process is killed: so long after it began, or with `opened` after it said `open`. Milliseconds. */
export interface Kill {
  readonly opened: boolean;
  readonly milliseconds: number;
}

/** Lets a module work in a process of its own, and kills it. Gives the lines that it said in whole. */
export const linesUntilKilled = async (body: URL, args: readonly string[], kill: Kill): Promise<string[]> => {
  const child = spawn(process.execPath, [fileURLToPath(body), ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, complaints] = ['', ''];
  child.stderr.on('data', (text) => {
    complaints += text;
  });
  const opened = new Promise<void>((resolve) => {
    child.stdout.on('data', (text) => {
      out += text;
      if (out.includes('open')) resolve();
    });
  });
  const ended = once(child, 'close');
  if (kill.opened) await Promise.race([opened, ended]);
  await new Promise((resolve) => setTimeout(resolve, kill.milliseconds));
  child.kill('SIGKILL');
  const [, signal] = await ended;
  expect([signal, complaints]).toEqual(['SIGKILL', '']);
  return out.split('\n').slice(0, -1);
};

/**
 * As `linesUntilKilled`, of a module that counts what it does, on from its last argument, `first`: says `begin` with the
 * number before and `done` with it after. Gives the last of each.
 */
export const countUntilKilled = async (
  body: URL,
  args: readonly string[],
  first: number,
  kill: Kill,
): Promise<{ done: number; begun: number }> => {
  const lines = await linesUntilKilled(body, [...args, String(first)], kill);
  const last = (word: string): number =>
    Number(lines.findLast((line) => line.startsWith(`${word} `))?.slice(word.length + 1) ?? first - 1);
  return { done: last('done'), begun: last('begin') };
};
