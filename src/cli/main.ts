import { CueforgeError, toFailure } from '../model/index.ts';
import { ENGINE_VERSION, openStudio } from '../studio/index.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { commands } from './commands.ts';
import { EXIT, exitCode } from './exit-codes.ts';
import { HELP } from './help.ts';

/** Runs a command line and returns its exit code. Ctrl-C cancels; what is half-done is taken back first. */
const run = async (args: readonly string[]): Promise<number> => {
  const json = args.includes('--json');
  const cancel = new AbortController();
  const onSignal = (): void => cancel.abort();
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  try {
    const parsed = parseArguments(args);
    if (parsed.values.version) {
      process.stdout.write(`${ENGINE_VERSION}\n`);
      return EXIT.done;
    }
    if (parsed.command === null || parsed.values.help) {
      (parsed.values.help ? process.stdout : process.stderr).write(HELP);
      return parsed.values.help ? EXIT.done : EXIT.usage;
    }
    return await runCommand(parsed, cancel.signal);
  } catch (error) {
    return fail(error, json, cancel.signal.aborted);
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
  }
};

const runCommand = async (parsed: Arguments, signal: AbortSignal): Promise<number> => {
  const studio = await openStudio({ cachePath: parsed.values.cache, ffmpegPath: parsed.values.ffmpeg });
  try {
    return await commands[parsed.command!](parsed, studio, signal);
  } finally {
    await studio.close();
  }
};

const fail = (error: unknown, json: boolean, cancelled: boolean): number => {
  const failure = cancelled ? toFailure(new CueforgeError('cancelled', 'Cancelled')) : toFailure(error);
  if (json) process.stdout.write(`${JSON.stringify({ event: 'failed', failure })}\n`);
  else process.stderr.write(`cueforge: ${failure.message}\n`);
  if (failure.code === 'internal' && process.env.CUEFORGE_DEBUG) process.stderr.write(`${(error as Error).stack}\n`);
  return exitCode(failure.code);
};

// A reader that closes the pipe (`| head`) ends the output, not the work.
process.stdout.on('error', () => undefined);
// No top-level await: the bundle is CommonJS.
void run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
