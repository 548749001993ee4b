import { readdir, readFile, rename, rm } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';
import type { z } from 'zod';
import { type ExportPreset, exportPreset, type ListedPreset } from '../contract/index.ts';
import { makeFolder } from '../media/index.ts';
import { CueforgeError, slug, toFailure } from '../model/index.ts';
import { bitrateProblem } from '../render/index.ts';
import { namingProblem } from './export-presets-naming.ts';
import { writeBeside } from './write-beside.ts';

/** What a shared file says of itself, so that no other JSON is taken for one. */
const KIND = 'cueforge-export-preset';
/** A preset is a few lines: beyond this it is something else. Bytes. */
const LARGEST_FILE = 1 << 20;

const builtIn = (preset: z.input<typeof exportPreset>): ExportPreset => exportPreset.parse(preset);

/** Those that come with Cueforge. `default`: as workouts and settings say. */
export const BUILT_IN: readonly ExportPreset[] = [
  builtIn({ id: 'default', name: 'As the workout says' }),
  builtIn({
    ...{ id: 'streaming', name: 'Streaming −14', formats: ['mp3'], bitrates: { mp3: 320 }, target: -14, ceiling: -1 },
    naming: '{workout}_{variant}_streaming',
  }),
  builtIn({
    ...{ id: 'podcast', name: 'Podcast −16', formats: ['mp3'], bitrates: { mp3: 192 }, target: -16, ceiling: -1 },
    naming: '{workout}_{variant}_podcast',
  }),
  builtIn({
    ...{ id: 'broadcast', name: 'Broadcast −23', formats: ['wav'], target: -23, ceiling: -1 },
    naming: '{workout}_{variant}_broadcast',
  }),
  builtIn({
    ...{ id: 'stems', name: 'Stems WAV', variants: ['music', 'coaching'], stems: true, formats: ['wav'] },
    naming: '{workout}_{variant}_stem',
  }),
];

/** Presets of exports: built-in ones, and a JSON file each for a person's own. */
export interface ExportPresets {
  list(): Promise<ListedPreset[]>;
  /** Throws `bad-argument` where there is none of that id. */
  get(id: string): Promise<ExportPreset>;
  save(preset: ExportPreset): Promise<ListedPreset>;
  remove(id: string): Promise<void>;
  importFrom(path: string): Promise<ListedPreset>;
  /** Writes a preset into a file; returns its path. */
  shareTo(id: string, path: string): Promise<string>;
}

/** `folder`: where a person's own presets are; made when the first is saved. */
export const createExportPresets = (folder: string): ExportPresets => {
  const fileOf = (id: string): string => join(folder, `${id}.json`);
  const own = async (): Promise<ExportPreset[]> => {
    const names = await readdir(folder).catch(() => []);
    const read = names
      .filter((name) => name.endsWith('.json'))
      .map(async (name) => {
        // One that is damaged is set aside, so that nothing a person wrote is lost.
        const path = join(folder, name);
        const preset = await readPreset(path).catch(async (error: unknown) => {
          if (toFailure(error).code === 'bad-argument') await rename(path, `${path}.damaged`).catch(() => undefined);
          return null;
        });
        return preset === null || isBuiltIn(preset.id) || `${preset.id}.json` !== name ? [] : [preset];
      });
    return (await Promise.all(read)).flat().sort((a, b) => a.name.localeCompare(b.name));
  };
  const write = async (preset: ExportPreset): Promise<ListedPreset> => {
    await makeFolder(folder);
    await writeBeside(fileOf(preset.id), presetText(preset));
    return { ...preset, builtIn: false };
  };
  const find = async (id: string): Promise<ExportPreset> => {
    const found = BUILT_IN.find((each) => each.id === id) ?? (await own()).find((each) => each.id === id);
    if (!found) throw new CueforgeError('bad-argument', `There is no preset "${id}"`, { preset: id });
    return found;
  };

  return {
    async list() {
      return [
        ...BUILT_IN.map((preset) => ({ ...preset, builtIn: true })),
        ...(await own()).map((preset) => ({ ...preset, builtIn: false })),
      ];
    },
    get: find,
    async save(preset) {
      refuseBuiltIn(preset.id, 'changed: save it under another name');
      checkPreset(preset);
      return write(preset);
    },
    async remove(id) {
      refuseBuiltIn(id, 'removed');
      await find(id);
      await rm(fileOf(id), { force: true });
    },
    async importFrom(path) {
      const preset = await readPreset(resolve(path));
      checkPreset(preset);
      const taken = new Map([...BUILT_IN, ...(await own())].map((each) => [each.id, each]));
      const there = taken.get(preset.id);
      if (there && presetText(there) === presetText(preset)) return { ...preset, builtIn: isBuiltIn(preset.id) };
      let id = preset.id;
      for (let n = 2; taken.has(id); n++) id = `${preset.id.slice(0, 70)}-${n}`;
      return write({ ...preset, id });
    },
    async shareTo(id, path) {
      const preset = await find(id);
      const target = resolve(path.toLowerCase().endsWith('.json') ? path : `${path}.json`);
      await writeBeside(target, presetText(preset));
      return target;
    },
  };
};

const isBuiltIn = (id: string): boolean => BUILT_IN.some((each) => each.id === id);

const refuseBuiltIn = (id: string, what: string): void => {
  if (isBuiltIn(id))
    throw new CueforgeError('bad-argument', `"${id}" came with Cueforge and cannot be ${what}`, { id });
};

const presetText = (preset: ExportPreset): string => `${JSON.stringify({ kind: KIND, ...preset }, null, 2)}\n`;

/** What a schema cannot say. Throws `bad-argument` with a sentence. */
const checkPreset = ({ naming, folder, bitrates, coachingBitrate, formats }: ExportPreset): void => {
  const refuse = (message: string): never => {
    throw new CueforgeError('bad-argument', message);
  };
  const problem = namingProblem(naming);
  if (problem !== null) refuse(problem);
  if (folder !== null && !isAbsolute(folder)) refuse(`The folder ${folder} is not an absolute path`);
  for (const format of ['mp3', 'm4a', 'opus'] as const) {
    const rate = bitrates[format];
    const wrong = rate === undefined ? null : bitrateProblem(format, rate);
    if (wrong !== null) refuse(`The bitrate expects ${wrong}, got ${rate}`);
    if (coachingBitrate === null || !(formats ?? ['mp3']).includes(format)) continue;
    const stem = bitrateProblem(format, coachingBitrate);
    if (stem !== null) refuse(`The bitrate of the coaching stem expects ${stem}, got ${coachingBitrate}`);
  }
};

const readPreset = async (path: string): Promise<ExportPreset> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const { code, message } = toFailure(error);
    throw new CueforgeError(code, `The preset ${path} cannot be read: ${message}`, { path });
  });
  if (text.length > LARGEST_FILE)
    throw new CueforgeError('bad-argument', `${path} is too large for a preset`, { path });
  const parsed = exportPreset.safeParse(withId(parseJson(text, path)));
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.slice(0, 5).map((issue) => `${issue.path.join('.') || 'file'}: ${issue.message}`);
  throw new CueforgeError('bad-argument', `${path} is no preset of exports: ${said.join('; ')}`, { path });
};

const parseJson = (text: string, path: string): Record<string, unknown> => {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && 'kind' in document && document.kind === KIND)
      return document as Record<string, unknown>;
  } catch {
    // Said below.
  }
  throw new CueforgeError('bad-argument', `${path} is no preset of exports`, { path });
};

/** One that a person wrote without an id has its name's. */
const withId = (document: Record<string, unknown>): Record<string, unknown> =>
  document.id === undefined && typeof document.name === 'string'
    ? {
        ...document,
        id: slug(document.name)
          .toLowerCase()
          .replaceAll(/[^a-z0-9-]+/g, '-'),
      }
    : document;
