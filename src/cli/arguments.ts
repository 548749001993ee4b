import { parseArgs } from 'node:util';
import { AUDIO_FORMATS, type AudioFormat, CueforgeError } from '../model/index.ts';
import type { ExportRequest } from '../studio/index.ts';

const options = {
  music: { type: 'string' },
  out: { type: 'string' },
  output: { type: 'string', short: 'o' },
  variant: { type: 'string', multiple: true },
  stems: { type: 'boolean' },
  format: { type: 'string', multiple: true },
  bitrate: { type: 'string' },
  'coaching-bitrate': { type: 'string' },
  target: { type: 'string' },
  ceiling: { type: 'string' },
  'per-variant-gain': { type: 'boolean' },
  serial: { type: 'boolean' },
  check: { type: 'string' },
  voice: { type: 'string' },
  rate: { type: 'string' },
  headless: { type: 'boolean' },
  speed: { type: 'string' },
  seconds: { type: 'string' },
  list: { type: 'string' },
  log: { type: 'string' },
  to: { type: 'string' },
  endpoint: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  'path-style': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  'remove-old': { type: 'boolean' },
  preset: { type: 'string' },
  redis: { type: 'string' },
  lease: { type: 'string' },
  stale: { type: 'boolean' },
  port: { type: 'string' },
  library: { type: 'string' },
  'no-open': { type: 'boolean' },
  json: { type: 'boolean' },
  cache: { type: 'string' },
  ffmpeg: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
} as const;

export type Option = keyof typeof options;

/** A command line, taken apart. */
export interface Arguments {
  readonly command: string | null;
  readonly operands: readonly string[];
  readonly values: ReturnType<typeof parse>['values'];
}

const parse = (args: readonly string[]) =>
  parseArgs({ args: joinNegatives(args), options, allowPositionals: true, strict: true });

/** `--target -14` as one word: a value that begins with a minus would be taken for an option. */
const joinNegatives = (args: readonly string[]): string[] => {
  const joined: string[] = [];
  for (const arg of args) {
    const before = joined.at(-1);
    if (/^-[\d.]/.test(arg) && before && /^--(target|ceiling|bitrate|coaching-bitrate|rate)$/.test(before)) {
      joined[joined.length - 1] = `${before}=${arg}`;
    } else joined.push(arg);
  }
  return joined;
};

const bad = (message: string): CueforgeError =>
  new CueforgeError('bad-argument', `${message}. "cueforge --help" lists what there is`);

/** What files are made, and how. */
const making: readonly Option[] = [
  'out',
  'variant',
  'stems',
  'format',
  'bitrate',
  'coaching-bitrate',
  'target',
  'ceiling',
  'per-variant-gain',
  'serial',
  'check',
];
/** Which options each command knows, besides those known everywhere. */
const known: Readonly<Record<string, readonly Option[]>> = {
  export: ['music', ...making],
  demo: making,
  analyze: [],
  speak: ['output', 'voice', 'rate'],
  import: ['output'],
  schema: ['output'],
  doctor: [],
  add: ['library'],
  run: ['headless', 'speed', 'seconds', 'list', 'log'],
  publish: ['to', 'endpoint', 'region', 'profile', 'path-style', 'dry-run', 'remove-old', 'library'],
  queue: ['preset', 'stale', 'library', 'redis', 'to', 'endpoint', 'region', 'profile', 'path-style'],
  worker: ['redis', 'to', 'endpoint', 'region', 'profile', 'path-style', 'library', 'lease'],
  studio: ['port', 'library', 'no-open'],
};
const everywhere: readonly Option[] = ['json', 'cache', 'ffmpeg', 'help', 'version'];

/** Takes a command line apart. Throws `bad-argument` for unknown commands, options, and options of other commands. */
export const parseArguments = (args: readonly string[]): Arguments => {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    throw bad(
      (error as Error).message
        .split('\n')[0]
        .replace(/\.? To specify.*$/, '')
        .replace(/\.$/, ''),
    );
  }
  const [command = null, ...operands] = parsed.positionals;
  if (command !== null) {
    const allowed = known[command];
    if (!Object.hasOwn(known, command)) throw bad(`Unknown command "${command}"`);
    for (const name of Object.keys(parsed.values) as Option[]) {
      if (!allowed.includes(name) && !everywhere.includes(name)) throw bad(`"${command}" has no option --${name}`);
    }
  }
  return { command, operands, values: parsed.values };
};

const numberOf = (name: string, text: string | undefined): number | undefined => {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw bad(`--${name} expects a number, got "${text}"`);
  return value;
};

const formatsOf = (written: readonly string[] | undefined): AudioFormat[] | undefined =>
  written
    ?.flatMap((each) => each.split(','))
    .map((each) => {
      const format = AUDIO_FORMATS.find((known) => known === each.trim().toLowerCase());
      if (!format) throw bad(`--format expects one of ${AUDIO_FORMATS.join(', ')}, got "${each}"`);
      return format;
    });

const isFullCheck = (written: string | undefined): boolean | undefined => {
  if (written !== undefined && written !== 'full') throw bad(`--check expects "full", got "${written}"`);
  return written === 'full' ? true : undefined;
};

/** The options of `export` and `demo` as a request. */
export const exportOptions = ({ values }: Arguments): Partial<ExportRequest> => ({
  music: values.music,
  outDir: values.out,
  variants: values.variant?.flatMap((each) => each.split(',')),
  stems: values.stems,
  formats: formatsOf(values.format),
  bitrate: numberOf('bitrate', values.bitrate),
  coachingBitrate: numberOf('coaching-bitrate', values['coaching-bitrate']),
  target: numberOf('target', values.target),
  ceiling: numberOf('ceiling', values.ceiling),
  serial: values.serial,
  fullCheck: isFullCheck(values.check),
  perVariantGain: values['per-variant-gain'],
});

export const rateOption = ({ values }: Arguments): number | undefined => numberOf('rate', values.rate);

/** How `run` plays: both over 0; no `seconds`: to the end. */
export const runOptions = ({ values }: Arguments): { speed: number; seconds: number | undefined } => {
  const speed = numberOf('speed', values.speed) ?? 1;
  const seconds = numberOf('seconds', values.seconds);
  if (speed <= 0) throw bad(`--speed expects a number over 0, got "${values.speed}"`);
  if (seconds !== undefined && seconds <= 0) throw bad(`--seconds expects a number over 0, got "${values.seconds}"`);
  return { speed, seconds };
};

/** Milliseconds after which a worker that is silent is taken for gone; undefined: as long as is usual. */
export const leaseOption = ({ values }: Arguments): number | undefined => {
  const lease = numberOf('lease', values.lease);
  if (lease !== undefined && !(lease >= 3 && lease <= 3600))
    throw bad(`--lease expects 3 to 3600 seconds, got "${values.lease}"`);
  return lease === undefined ? undefined : lease * 1000;
};

/** 0..65535; 0 where none is given: any that is free. */
export const portOption = ({ values }: Arguments): number => {
  const port = numberOf('port', values.port) ?? 0;
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw bad(`--port expects 0 to 65535, got "${values.port}"`);
  return port;
};

/** Exactly so many operands, described by `what`. */
export const expectOperands = ({ command, operands }: Arguments, least: number, most: number, what: string): void => {
  if (operands.length < least || operands.length > most) {
    throw bad(`"${command}" expects ${what}, got ${operands.length === 0 ? 'nothing' : operands.join(' ')}`);
  }
};
