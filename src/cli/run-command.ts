import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { CueforgeError, formatProblem, toFailure } from '../model/index.ts';
import type { RunLine, Studio } from '../studio/index.ts';
import { type Arguments, expectOperands, runOptions } from './arguments.ts';
import { EXIT } from './exit-codes.ts';

/** Plays a cuelist without a window. One JSON object per event goes to the log; what was broken decides the exit code. */
export const runCommand = async (args: Arguments, studio: Studio, signal: AbortSignal): Promise<number> => {
  expectOperands(args, 1, 1, 'one cuelist file');
  const { headless, list, log, json } = args.values;
  if (!headless)
    throw new CueforgeError('bad-argument', '"run" expects --headless: lists with a window run in the studio');
  const request = { file: args.operands[0], list, ...runOptions(args) };
  const lines = await openLog(log);
  try {
    const result = await studio.runCuelist(request, { signal, onEvent: lines.write });
    for (const problem of result.warnings) process.stderr.write(`${formatProblem(problem)}\n`);
    for (const sentence of result.broken) process.stderr.write(`cueforge: broken: ${sentence}\n`);
    const { name, seconds, cuesStarted, broken } = result;
    const count = `${cuesStarted} cue${cuesStarted === 1 ? '' : 's'}`;
    if (json) process.stdout.write(`${JSON.stringify({ event: 'done', ...result })}\n`);
    else
      process.stderr.write(
        `${name}: ${count} in ${seconds.toFixed(3)} s, ${broken.length === 0 ? 'none' : broken.length} broken\n`,
      );
    return broken.length === 0 ? EXIT.done : EXIT.broken;
  } finally {
    await lines.end();
  }
};

/** Lines to a file, or to standard output. */
const openLog = async (path: string | undefined): Promise<{ write(line: RunLine): void; end(): Promise<void> }> => {
  if (path === undefined) {
    const write = (line: RunLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);
    return { write, end: async () => undefined };
  }
  const file = createWriteStream(path);
  await once(file, 'open').catch((error: unknown) => {
    const { code, message } = toFailure(error);
    const named = code === 'disk-full' ? code : 'folder-unwritable';
    throw new CueforgeError(named, `The log ${path} cannot be written: ${message}`);
  });
  return {
    write: (line) => void file.write(`${JSON.stringify(line)}\n`),
    async end() {
      file.end();
      await once(file, 'close');
    },
  };
};
