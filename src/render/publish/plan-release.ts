import type { Release } from './release.ts';
import { MANIFEST, namedBy } from './release.ts';
import type { ReleaseFile, StoredFile } from './release-store.ts';

/** What becomes of a file: sent, left as it is, or put in the place of another content. */
export type ReleaseAction = 'upload' | 'same' | 'replace';

export interface PlannedFile {
  readonly file: ReleaseFile;
  readonly action: ReleaseAction;
}

/** What publishing does, before it does anything. */
export interface ReleasePlan {
  /** Every file of the release, the manifest last. */
  readonly files: readonly PlannedFile[];
  /** What the manifest that is there names and the new one does not. */
  readonly old: readonly string[];
  /** What else is there, of other workouts too: it is not touched. */
  readonly foreign: readonly string[];
  /** What has to be sent. */
  readonly bytes: number;
}

/** What is in the store, as far as a plan needs it. */
export interface StoreContent {
  /** `sha256`: null where it is not known. */
  readonly stored: readonly (StoredFile & { readonly sha256: string | null })[];
  /** Names that the manifest there gives. */
  readonly published: readonly string[];
}

/** Compares a release with a store, by hash. Same input, same plan. */
export const planRelease = ({ files, manifest }: Release, { stored, published }: StoreContent): ReleasePlan => {
  const there = new Map(stored.map((entry) => [entry.name, entry]));
  const planned = [...files, manifest].map((file): PlannedFile => {
    const found = there.get(file.name);
    if (found === undefined) return { file, action: 'upload' };
    const same = found.sha256 === file.sha256 && found.bytes === file.bytes;
    return { file, action: same ? 'same' : 'replace' };
  });
  const ours = new Set(planned.map(({ file }) => file.name));
  const named = new Set(typeof manifest.source === 'string' ? [] : namedBy(manifest.source));
  const left = new Set(published.filter((name) => !named.has(name)));
  const others = stored.map(({ name }) => name).filter((name) => !ours.has(name) && name !== MANIFEST);
  return {
    files: planned,
    old: others.filter((name) => left.has(name)).sort(),
    foreign: others.filter((name) => !left.has(name)).sort(),
    bytes: planned.reduce((sum, { file, action }) => (action === 'same' ? sum : sum + file.bytes), 0),
  };
};
