import type { EventName, Events, StudioEvent } from '../contract/index.ts';

/** Tells everyone who listens. A listener that throws hurts no other. */
export interface EventHub {
  emit<Name extends EventName>(event: Name, payload: Events[Name]): void;
  subscribe(listener: (event: StudioEvent) => void): () => void;
}

export const createEventHub = (log: (line: string) => void): EventHub => {
  const listeners = new Set<(event: StudioEvent) => void>();
  return {
    emit(event, payload) {
      for (const listener of [...listeners]) {
        try {
          listener({ event, payload } as StudioEvent);
        } catch (error) {
          log(`A listener of ${event} failed: ${error}`);
        }
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};
