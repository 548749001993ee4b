import { useCallback, useEffect, useRef, useState } from 'react';

/** Does a change. `merge`: the same for all that belong to one step of undo. */
export type ApplyValue<Value> = (value: Value, merge: string) => Promise<unknown>;

export interface LiveValue<Value> {
  /** What is to be seen: what the hand holds, else what the studio says. */
  readonly shown: Value;
  /** From here on changes are a step of undo of their own. */
  begin(): void;
  /** The studio is told as fast as it answers; of several values meanwhile only the last. */
  set(value: Value): void;
}

let steps = 0;

/**
 * A value that is moved by hand while the studio follows: a slider, a number that is nudged. What is shown is the hand's
 * until the studio has done the last of it. `name` begins the words of the step.
 */
export const useLiveValue = <Value>(name: string, value: Value, apply: ApplyValue<Value>): LiveValue<Value> => {
  const [held, setHeld] = useState<{ readonly value: Value } | null>(null);
  const wanted = useRef<{ readonly value: Value } | null>(null);
  const busy = useRef(false);
  const step = useRef(`${name} ${++steps}`);
  const latest = useRef(apply);
  useEffect(() => {
    latest.current = apply;
  });

  const begin = useCallback(() => {
    step.current = `${name} ${++steps}`;
  }, [name]);
  const set = useCallback((next: Value) => {
    wanted.current = { value: next };
    setHeld(wanted.current);
    if (busy.current) return;
    busy.current = true;
    void (async () => {
      while (wanted.current !== null) {
        const now = wanted.current;
        await latest.current(now.value, step.current);
        if (wanted.current === now) wanted.current = null;
      }
      busy.current = false;
      setHeld(null);
    })();
  }, []);
  return { shown: held === null ? value : held.value, begin, set };
};
