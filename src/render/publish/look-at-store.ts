import type { StoreContent } from './plan-release.ts';
import { MANIFEST, namedBy, type Release } from './release.ts';
import type { ReleaseStore } from './release-store.ts';

/** Questions for hashes at once. */
const AT_ONCE = 8;

/** Finds out what a plan needs to know of a store. Asks only for the hashes of what could be the same. */
export const lookAtStore = async (
  store: ReleaseStore,
  { files, manifest }: Release,
  signal: AbortSignal,
): Promise<StoreContent> => {
  const stored = await store.list(signal);
  const bytes = new Map([...files, manifest].map((file) => [file.name, file.bytes]));
  const hashes = new Map<string, string | null>();
  const waiting = stored.filter((found) => bytes.get(found.name) === found.bytes);
  const ask = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      hashes.set(next.name, await store.hash(next.name, signal));
    }
  };
  const there = stored.some(({ name }) => name === MANIFEST);
  const [before] = await Promise.all([
    there ? store.read(MANIFEST, signal) : null,
    ...Array.from({ length: AT_ONCE }, ask),
  ]);
  return {
    stored: stored.map((found) => ({ ...found, sha256: hashes.get(found.name) ?? null })),
    published: before ? namedBy(before) : [],
  };
};
