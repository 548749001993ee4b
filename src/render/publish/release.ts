import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { CueforgeError, toFailure } from '../../model/index.ts';
import { contentType, isDocumentName } from './content-type.ts';
import type { ReleaseFile } from './release-store.ts';

export const MANIFEST = 'manifest.json';

/** What a folder publishes: in this order, the manifest last. */
export interface Release {
  readonly folder: string;
  /** Sound first, then what describes it. */
  readonly files: readonly ReleaseFile[];
  readonly manifest: ReleaseFile;
}

/** A name that stays below the folder it is put into, on any system. */
const safeName = z
  .string()
  .max(512)
  .refine((name) => name !== MANIFEST && name.split('/').every(isSafeSegment), 'no name of a file below the folder');
const isSafeSegment = (segment: string): boolean =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  segment !== '' && !segment.startsWith('.') && !/[\\:*?"<>|\u0000-\u001f\u007f]/.test(segment);

const listed = z.looseObject({
  file: safeName,
  workout: z.string().optional(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.number().int().min(0),
});
const document = z.looseObject({ files: z.array(listed), documents: z.array(listed).default([]) });

/** A manifest's entries, and what else it says; null: it is none of ours. */
export const entriesOf = (manifest: Uint8Array): z.output<typeof document> | null => {
  try {
    const json = JSON.parse(Buffer.from(manifest).toString('utf8'));
    return document.safeParse(json).success ? { documents: [], ...json } : null; // as it is written, keys in their order
  } catch {
    return null;
  }
};

/** What a manifest names, itself not among it; nothing where it is none of ours. */
export const namedBy = (manifest: Uint8Array): readonly string[] => {
  const { files, documents } = entriesOf(manifest) ?? { files: [], documents: [] };
  return [...files, ...documents].map(({ file }) => file);
};

/**
 * What a folder of exports publishes: the files and documents that its manifest names, but for those that are `elsewhere`,
 * and the manifest as it is now. Throws `release-invalid`, `file-missing`, `file-changed` where the folder is not what its
 * manifest says.
 */
export const readRelease = async (folder: string, elsewhere: ReadonlySet<string> = new Set()): Promise<Release> => {
  const root = resolve(folder);
  const content = await readFile(join(root, MANIFEST)).catch((error: unknown) => {
    const { code, message } = toFailure(error);
    if (code === 'file-missing') throw invalid(root, 'there is no manifest.json in it, which every export writes');
    throw invalid(root, message);
  });
  const { files, documents } = parse(root, content);
  const named = [...new Map([...files, ...documents].map((entry) => [entry.file, entry])).values()];
  const here = named.filter(({ file }) => !elsewhere.has(file));
  const found = await Promise.all(here.map((entry) => asListed(root, entry)));
  return {
    folder: root,
    files: [...found.filter(({ name }) => !isDocumentName(name)), ...found.filter(({ name }) => isDocumentName(name))],
    manifest: {
      ...{ name: MANIFEST, bytes: content.length, sha256: sha256(content) },
      ...{ type: contentType(MANIFEST), source: content },
    },
  };
};

const parse = (folder: string, content: Buffer): z.output<typeof document> => {
  let json: unknown;
  try {
    json = JSON.parse(content.toString('utf8'));
  } catch {
    throw invalid(folder, 'its manifest.json is no JSON');
  }
  const parsed = document.safeParse(json);
  if (!parsed.success) {
    const [{ path, message }] = parsed.error.issues;
    throw invalid(folder, `its manifest.json says at ${path.join('.') || 'its top'}: ${message}`);
  }
  if (parsed.data.files.length === 0) throw invalid(folder, 'its manifest.json names no files');
  return parsed.data;
};

/** A file that the manifest describes. Whether it still has that hash is seen when it is sent. */
const asListed = async (root: string, { file, sha256, bytes }: z.output<typeof listed>): Promise<ReleaseFile> => {
  const path = join(root, file);
  const found = await stat(path).catch(() => null);
  if (!found?.isFile()) {
    throw new CueforgeError('file-missing', `${file} is not in ${root}, but its manifest names it: export it again`, {
      path,
    });
  }
  if (found.size !== bytes) {
    throw new CueforgeError(
      'file-changed',
      `${file} has ${found.size} bytes where the manifest says ${bytes}: export it again`,
      {
        file,
      },
    );
  }
  return { name: file, bytes, sha256, type: contentType(file), source: path };
};

/** Reads a file for its hash. */
export const hashOfFile = async (path: string, signal: AbortSignal): Promise<{ bytes: number; sha256: string }> => {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { signal, highWaterMark: 1 << 20 })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { bytes, sha256: hash.digest('hex') };
};

const sha256 = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');

const invalid = (folder: string, why: string): CueforgeError =>
  new CueforgeError('release-invalid', `${folder} cannot be published: ${why}`, { folder });
