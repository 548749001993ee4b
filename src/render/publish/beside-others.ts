import { createHash } from 'node:crypto';
import { entriesOf, MANIFEST, type Release } from './release.ts';
import type { ReleaseStore } from './release-store.ts';

/**
 * A release as it stands in a place that has releases of other workouts too: its manifest goes on naming theirs. Where
 * there are none it is as it was. Whoever publishes first makes no difference to what is there in the end.
 */
export const besideOthers = async (release: Release, store: ReleaseStore, signal: AbortSignal): Promise<Release> => {
  const there = await store.read(MANIFEST, signal);
  const before = there && entriesOf(there);
  const ours = entriesOf(release.manifest.source as Uint8Array);
  if (!before || !ours) return release;
  const all = [...ours.files, ...ours.documents];
  const [workouts, names] = [new Set(all.map(({ workout }) => workout)), new Set(all.map(({ file }) => file))];
  const others = (list: 'files' | 'documents') =>
    before[list].filter(({ workout, file }) => workout !== undefined && !workouts.has(workout) && !names.has(file));
  const [files, documents] = [others('files'), others('documents')];
  if (files.length === 0) return release;
  const merged = { ...ours, files: inOrder(ours.files, files), documents: inOrder(ours.documents, documents) };
  const source = Buffer.from(`${JSON.stringify(merged, null, 2)}\n`);
  const sha256 = createHash('sha256').update(source).digest('hex');
  return { ...release, manifest: { ...release.manifest, source, bytes: source.length, sha256 } };
};

/** By workout, each one's entries as they were. */
const inOrder = <Entry extends { readonly workout?: string | undefined }>(
  ours: readonly Entry[],
  others: readonly Entry[],
): Entry[] =>
  [...ours, ...others].sort((a, b) => ((a.workout ?? '') < (b.workout ?? '') ? -1 : a.workout === b.workout ? 0 : 1));
