import { useCallback, useEffect, useState } from 'react';
import type { PublishPlan } from '../../../src/contract/index.ts';
import { toFailure } from '../../../src/model/index.ts';
import { ask } from '../../state/ask.ts';

export interface AskedPlan {
  /** Null: it is being asked for, or cannot be had. */
  readonly plan: PublishPlan | null;
  /** Why it cannot be had: a sentence. */
  readonly trouble: string | null;
  /** Asks again. */
  again(): void;
}

/** What publishing a folder to a target would do; nothing is touched. Null: there is nothing to ask. */
export const usePlan = (folder: string | null, target: string | null): AskedPlan => {
  const [found, setFound] = useState<{ key: string; plan: PublishPlan | null; trouble: string | null } | null>(null);
  const [times, setTimes] = useState(0);
  const key = `${folder}\n${target}\n${times}`;
  useEffect(() => {
    if (folder === null || target === null) return;
    const asking = new AbortController();
    ask('publish.plan', { folder, target }, { signal: asking.signal }).then(
      (plan) => setFound({ key, plan, trouble: null }),
      (error: unknown) => {
        if (!asking.signal.aborted) setFound({ key, plan: null, trouble: toFailure(error).message });
      },
    );
    return () => asking.abort();
  }, [folder, target, key]);
  const again = useCallback(() => setTimes((count) => count + 1), []);
  const now = found?.key === key ? found : null;
  return { plan: now?.plan ?? null, trouble: now?.trouble ?? null, again };
};
