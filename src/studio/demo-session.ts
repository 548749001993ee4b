import { readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { type FfmpegBinary, makeFolder, transcode } from '../media/index.ts';
import { type CuelistDocument, type Frames, frames, type SessionCueDocument } from '../model/index.ts';
import { demoResource, renderDemoMusic } from './demo.ts';
import type { JobContext } from './jobs.ts';
import { writeCuelist } from './run/cuelist-import.ts';
import type { SpeakRequest } from './speak-to-file.ts';
import { numberedNames, writeNew } from './write-beside.ts';

/** A bar of the demo's music. Frames. */
const BAR = 90_000;

/** Stretches of the demo's music that the session plays, in bars of it: [from, to). */
const MUSIC: Readonly<Record<string, readonly [number, number]>> = {
  'music/warm-up.flac': [0, 24],
  'music/climb.flac': [56, 88],
  'music/sprint.flac': [104, 112],
  'music/float.flac': [120, 128],
  'music/cool-down.flac': [168, 184],
};

export interface DemoSessionParts {
  /** Speaks a text into a file, as the studio does. */
  speak(request: SpeakRequest, options: { readonly signal: AbortSignal }): Promise<unknown>;
  readonly ffmpeg: FfmpegBinary;
}

/**
 * Puts a small session into a folder: its cuelist, and beside it what it plays, stretches of the demo workout's music and
 * some of its lines, spoken. What is there stays as it is, so that an operator may try things on it. Returns the path of
 * the cuelist.
 */
export const placeDemoSession = async (
  folder: string,
  parts: DemoSessionParts,
  { signal, report }: Pick<JobContext, 'signal' | 'report'>,
): Promise<string> => {
  const cuelist = join(folder, 'demo-session.cuelist.json');
  const template = JSON.parse(await readFile(demoResource('session.json'), 'utf8')) as CuelistDocument;
  const missing: string[] = [];
  for (const file of filesOf(template.cues)) if (!(await isThere(join(folder, file)))) missing.push(file);
  const lines = await spokenLines();
  for (const [done, file] of missing.entries()) {
    report({
      detail: file.startsWith('voice/') ? 'Speaking its lines' : 'Making its music',
      fraction: done / missing.length,
    });
    const target = join(folder, file);
    if (MUSIC[file]) await makeMusic(target, MUSIC[file], parts.ffmpeg, signal);
    else await parts.speak({ text: lines.get(basename(file, '.wav'))!, output: target, voice: 'slt' }, { signal });
  }
  if (!(await isThere(cuelist)))
    await writeNew(folder, numberedNames('demo-session', '.cuelist.json'), () => writeCuelist(template));
  return cuelist;
};

/** As `placeDemoSession`, as a job. `ready` is given the cuelist's path and its sounds once all are there. */
export const demoSessionJob =
  (
    folder: string,
    parts: () => DemoSessionParts,
    ready: (cuelist: string, sounds: readonly string[], context: JobContext) => Promise<unknown>,
  ) =>
  async (context: JobContext): Promise<string> => {
    const cuelist = await placeDemoSession(folder, parts(), context);
    const { cues } = JSON.parse(await readFile(cuelist, 'utf8')) as CuelistDocument;
    const sounds = filesOf(cues).map((file) => join(folder, file));
    await ready(cuelist, sounds, context);
    return 'Ready in Run';
  };

const filesOf = (cues: readonly SessionCueDocument[]): string[] => [
  ...new Set(cues.flatMap((cue) => [...(cue.layers ?? []).map(({ file }) => file), ...filesOf(cue.cues ?? [])])),
];

/** What the demo workout says, by the ids of its cues. */
const spokenLines = async (): Promise<Map<string, string>> => {
  const { cues } = JSON.parse(await readFile(demoResource('workout.json'), 'utf8')) as {
    cues: { id: string; text: string }[];
  };
  return new Map(cues.map(({ id, text }) => [id, text]));
};

/** As FLAC: a third of the bytes, and the same samples to 24 bits. */
const makeMusic = async (
  target: string,
  [from, to]: readonly [number, number],
  ffmpeg: FfmpegBinary,
  signal: AbortSignal,
): Promise<void> => {
  const [wav, partial] = [`${target}.wav`, `${target}.${process.pid}.partial`];
  const bars = (n: number): Frames => frames(n * BAR);
  await makeFolder(dirname(target));
  try {
    await renderDemoMusic([{ output: wav, stretch: { from: bars(from), to: bars(to) } }], signal);
    await transcode(wav, partial, 'flac', { ffmpeg, signal });
    await rename(partial, target);
  } finally {
    await Promise.all([rm(wav, { force: true }), rm(partial, { force: true })]);
  }
};

const isThere = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
