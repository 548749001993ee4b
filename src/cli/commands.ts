import { writeFile } from 'node:fs/promises';
import {
  CueforgeError,
  cuelistJsonSchema,
  type Failure,
  serializeWorkoutFile,
  toFailure,
  workoutJsonSchema,
} from '../model/index.ts';
import { type AnalyzedFile, type ExportResult, loadWorkout, type Studio } from '../studio/index.ts';
import { addCommand } from './add-command.ts';
import { type Arguments, expectOperands, exportOptions, rateOption } from './arguments.ts';
import { EXIT, exitCode } from './exit-codes.ts';
import { publishCommand } from './publish-command.ts';
import { queueCommand } from './queue-command.ts';
import { createReport } from './report.ts';
import { runCommand } from './run-command.ts';
import { studioCommand } from './studio-command.ts';
import { byteCount, clockTime, level, table } from './table.ts';
import { workerCommand } from './worker-command.ts';

/** Runs one command and returns the exit code; throws what ends it early. */
export type Command = (args: Arguments, studio: Studio, signal: AbortSignal) => Promise<number>;

const print = (text: string): void => {
  process.stdout.write(`${text}\n`);
};

const reported = async (
  args: Arguments,
  run: (onEvent: ReturnType<typeof createReport>['event']) => Promise<ExportResult>,
): Promise<number> => {
  const report = createReport(args.values.json ?? false);
  const began = performance.now();
  try {
    const result = await run(report.event);
    report.result(result, (performance.now() - began) / 1000);
    if (result.refused.length === 0) return EXIT.done;
    return result.files.length > 0 ? EXIT.partial : exitCode(result.refused[0].failure.code);
  } finally {
    report.end();
  }
};

const exportCommand: Command = (args, studio, signal) => {
  expectOperands(args, 1, 1, 'one workout file');
  const request = { ...exportOptions(args), workout: args.operands[0] };
  return reported(args, (onEvent) => studio.exportWorkout(request, { signal, onEvent }));
};

const demo: Command = (args, studio, signal) => {
  expectOperands(args, 0, 0, 'no operands');
  const out = args.values.out ?? 'demo-out';
  return reported(args, (onEvent) => studio.exportDemo(out, exportOptions(args), { signal, onEvent }));
};

const analyze: Command = async (args, studio, signal) => {
  expectOperands(args, 1, Number.POSITIVE_INFINITY, 'sound files');
  const rows: AnalyzedFile[] = [];
  const failures: Failure[] = [];
  for (const file of args.operands) {
    try {
      const analyzed = await studio.analyze(file, { signal });
      rows.push(analyzed);
      if (args.values.json) print(JSON.stringify(analyzed));
    } catch (error) {
      signal.throwIfAborted();
      const failure = toFailure(error);
      failures.push(failure);
      if (args.values.json) print(JSON.stringify({ file, failure }));
      else process.stderr.write(`cueforge: ${failure.message}\n`);
    }
  }
  if (!args.values.json && rows.length > 0) print(analysisTable(rows));
  return failures.length === 0 ? EXIT.done : exitCode(failures[0].code);
};

const analysisTable = (rows: readonly AnalyzedFile[]): string =>
  table(
    ['file', 'length', 'format', 'LUFS', 'LRA', 'dBTP', 'clipped', 'silence'],
    rows.map((row) => [
      row.file,
      clockTime(row.duration_seconds),
      [row.codec, row.sample_rate && `${row.sample_rate / 1000} kHz`, row.channels === 1 && 'mono']
        .filter(Boolean)
        .join(', '),
      level(row.lufs),
      level(row.lra),
      level(row.dbtp),
      row.clipped_frames === 0 ? 'no' : `${row.clips.length} places`,
      row.silences.length === 0
        ? 'no'
        : row.silences
            .map(({ start }) => clockTime(start))
            .slice(0, 3)
            .join(' '),
    ]),
  );

const speak: Command = async (args, studio, signal) => {
  expectOperands(args, 1, 1, 'one text, in quotes');
  const output = args.values.output;
  if (output === undefined) throw new CueforgeError('bad-argument', '"speak" expects -o FILE');
  const spoken = await studio.speak(
    { text: args.operands[0], output, voice: args.values.voice, rate: rateOption(args) },
    { signal },
  );
  print(args.values.json ? JSON.stringify(spoken) : spoken.file);
  return EXIT.done;
};

const importFile: Command = async (args) => {
  expectOperands(args, 1, 1, 'one .zwo or .csv file');
  const { document, warnings } = await loadWorkout(args.operands[0]);
  for (const { path, message } of warnings) process.stderr.write(`Warning in ${path || 'the file'}: ${message}\n`);
  return emit(args, serializeWorkoutFile(document));
};

const SCHEMAS = { workout: workoutJsonSchema, cuelist: cuelistJsonSchema } as const;

const schema: Command = (args) => {
  expectOperands(args, 0, 1, 'workout or cuelist, or nothing');
  const [of = 'workout'] = args.operands;
  if (of !== 'workout' && of !== 'cuelist')
    throw new CueforgeError('bad-argument', `"schema" expects workout or cuelist, got "${of}"`);
  return emit(args, `${JSON.stringify(SCHEMAS[of](), null, 2)}\n`);
};

/** Writes a text to -o FILE, or to standard output. */
const emit = async ({ values }: Arguments, text: string): Promise<number> => {
  if (values.output === undefined) process.stdout.write(text);
  else {
    await writeFile(values.output, text).catch((error: unknown) => {
      const { code, message } = toFailure(error);
      const named = code === 'disk-full' ? code : 'folder-unwritable';
      throw new CueforgeError(named, `${values.output} cannot be written: ${message}`);
    });
    print(`${values.output}, ${byteCount(text.length)}`);
  }
  return EXIT.done;
};

const doctor: Command = async (args, studio) => {
  const { findings } = await studio.doctor();
  if (args.values.json) print(JSON.stringify({ findings }));
  else
    print(
      table(
        ['', 'what', 'found'],
        findings.map(({ state, name, message }) => [MARKS[state], name, message]),
      ),
    );
  return findings.some(({ state }) => state === 'problem') ? EXIT.environment : EXIT.done;
};

const MARKS = { ok: 'ok', warning: 'note', problem: 'PROBLEM' } as const;

export const commands: Readonly<Record<string, Command>> = {
  export: exportCommand,
  demo,
  analyze,
  speak,
  import: importFile,
  schema,
  doctor,
  add: addCommand,
  publish: publishCommand,
  queue: queueCommand,
  worker: workerCommand,
  run: runCommand,
  studio: studioCommand,
};
