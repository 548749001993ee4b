import { useEffect, useState } from 'react';
import type { AssetDetail } from '../../src/contract/index.ts';
import { type Failure, toFailure } from '../../src/model/index.ts';
import { ask } from '../state/ask.ts';
import { useStudio } from '../state/studio.ts';

export interface LoadedDetail {
  /** Of the asset that was asked for, or null while it comes. */
  readonly detail: AssetDetail | null;
  readonly failure: Failure | null;
}

/** Everything known of an asset, asked again whenever the library changes. */
export const useAssetDetail = (id: string): LoadedDetail => {
  const revision = useStudio((state) => state.libraryRevision);
  const [loaded, setLoaded] = useState<LoadedDetail & { id: string }>({ id, detail: null, failure: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new revision is why it is asked again
  useEffect(() => {
    const abort = new AbortController();
    ask('library.asset', { id }, { signal: abort.signal }).then(
      (detail) => !abort.signal.aborted && setLoaded({ id, detail, failure: null }),
      (error) => !abort.signal.aborted && setLoaded({ id, detail: null, failure: toFailure(error) }),
    );
    return () => abort.abort();
  }, [id, revision]);
  return loaded.id === id ? loaded : { detail: null, failure: null };
};
