import { frames, type Layer } from '../model/index.ts';
import type { DecodeTimes } from './decode-times.ts';
import type { PlayingSounds } from './playing-sounds.ts';
import type { SessionEvent } from './runner-state.ts';
import type { Say } from './session-ports.ts';
import type { StoredSound } from './sound-reader.ts';
import type { SoundStore } from './sound-store.ts';

/** A decode or a start of a stream over this is told. Milliseconds. */
const SLOW_START = 40;

/** What a session does when a sound is ready, or cannot be read. */
export const createDecoderNews = (parts: {
  readonly store: SoundStore;
  readonly playing: PlayingSounds;
  readonly say: Say;
  readonly send: (event: SessionEvent) => void;
  readonly layerAt: (cue: number, layer: number) => Layer;
  readonly decodeTimes: DecodeTimes;
  readonly prefetched: (cue: number) => { readonly ready: number; readonly total: number };
  /** A head could not be read: it is closed, and tried again later. */
  readonly onHeadFailed: (key: string) => void;
}) => {
  const { store, playing, say, send, layerAt, decodeTimes, prefetched, onHeadFailed } = parts;
  return {
    /** `took`: milliseconds. */
    ready(sound: StoredSound, took: number): void {
      const { key, cue, layer, state: phase, repeated } = sound;
      const place = playing.get(key);
      if (place === undefined && store.find(key) !== sound) return;
      if (place === undefined) {
        if (!repeated) decodeTimes.took(layerAt(cue, layer).file, frames(Math.round(took * 48)));
        const { ready, total } = prefetched(cue);
        say('prefetch.ready', { cue, layer, reason: `Prefetched ${ready}/${total} audio tracks for cue` });
      }
      const what = phase === 'head' ? 'decode' : 'stream start';
      if (took > SLOW_START) say('perf', { cue, layer, reason: `${what} took ${Math.round(took)} ms` });
      if (place) send({ kind: 'ready', run: place.run, layer });
    },
    failed({ key, cue, layer }: StoredSound, reason: string): void {
      const place = playing.get(key);
      if (place) {
        playing.forget(place);
        send({ kind: 'broken', run: place.run, layer, reason });
        return;
      }
      if (!store.has(key)) return;
      onHeadFailed(key);
      say('prefetch.failed', { cue, layer, reason });
    },
  };
};
