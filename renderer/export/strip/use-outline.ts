import { useEffect, useState } from 'react';
import type { ExportOutline, MadeExport } from '../../../src/contract/index.ts';
import { ask } from '../../state/ask.ts';

/** What a file that was made looks like; null: it is not known yet, or not any more. */
export const useOutline = (made: MadeExport): ExportOutline | null => {
  const { path, sha256 } = made;
  const [found, setFound] = useState<{ readonly sha256: string; readonly outline: ExportOutline } | null>(null);
  useEffect(() => {
    const asking = new AbortController();
    ask('exports.outline', { path, sha256 }, { signal: asking.signal }).then(
      (outline) => setFound({ sha256, outline }),
      () => undefined, // the file's figures stand without a picture; another file's is none of it
    );
    return () => asking.abort();
  }, [path, sha256]);
  return found?.sha256 === sha256 ? found.outline : null;
};
