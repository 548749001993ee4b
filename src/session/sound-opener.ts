import { type Frames, type Layer, MIXER_VOICES, type SessionSettings } from '../model/index.ts';
import { type LayerFacts, nextKey, streamReason } from '../plan/index.ts';
import { type CueMap, layerMark } from './carry-over.ts';
import { openLayer } from './layer-stream.ts';
import type { MixerVoices } from './mixer-voices.ts';
import type { PlayingSounds } from './playing-sounds.ts';
import type { SessionEvent } from './runner-state.ts';
import type { Say, SessionPorts, StreamReason } from './session-ports.ts';
import type { Playing } from './sound-acts.ts';
import type { SoundStore } from './sound-store.ts';

/** Opens the sounds of a session, ahead of their cues or at them, and gives them voices of its mixer. */
export const createSoundOpener = (parts: {
  readonly ports: SessionPorts;
  readonly store: SoundStore;
  readonly voices: MixerVoices;
  readonly playing: PlayingSounds;
  readonly settings: () => SessionSettings;
  readonly layerAt: (cue: number, layer: number) => Layer;
  readonly facts: (cue: number, layer: number) => LayerFacts;
  readonly say: Say;
  /** News of a decoder: it is acted on at the next call. */
  readonly tellLater: (news: () => void) => void;
  readonly send: (event: SessionEvent) => void;
  /** `running`: time goes on, and a mixer can be told. */
  readonly time: () => { readonly now: Frames; readonly running: boolean };
}) => {
  const { ports, store, voices, playing, settings, layerAt, facts, say, tellLater, send, time } = parts;

  /** Names the head of a layer among those that are kept; null: it is not kept. */
  const keepAs = (cue: number, layer: number): string | null => {
    const known = ports.identify?.(layerAt(cue, layer).file) ?? null;
    return known === null ? null : `${known} ${layerMark(layerAt(cue, layer))}`;
  };
  /** One code path: a head, a stream at its cue, and a sound that goes on from a frame. */
  const open = (
    key: string,
    what: { cue: number; layer: number; state: 'head' | 'playing' },
    room: Frames,
    played = 0,
    length: Frames | null = null,
  ): void => {
    const { cue, layer } = what;
    const kept = keepAs(cue, layer);
    const head = kept === null || played > 0 ? undefined : store.takeKept(kept, room);
    const known = length ?? facts(cue, layer).frames;
    const file = layerAt(cue, layer);
    const stream = openLayer(
      file,
      ports.openSource,
      (length) => {
        if (facts(sound.cue, layer).frames === length) return;
        tellLater(() => send({ kind: 'facts', cue: sound.cue, layer, facts: { frames: length } }));
      },
      { from: played + (head?.length ?? 0), file: known },
    );
    const sound = store.open(key, { ...what, role: file.role }, room, stream, { from: played, head, keepAs: kept });
  };
  const closeHead = (key: string): void => {
    voices.drop(key);
    store.close(key);
  };

  /** Once for each sound, with the first reason there was. */
  const sayStreamed = (key: string, reason: StreamReason): void => {
    const place = playing.get(key);
    if (place === undefined || place.streamed) return;
    place.streamed = true;
    say('stream.start', { cue: place.cue, run: place.run, layer: place.layer, reason });
  };
  const openLate = (place: Playing, wasDeferred: boolean, length: Frames | null = null): void => {
    const { key, cue, layer } = place;
    const { role } = layerAt(cue, layer);
    const why: StreamReason | null =
      streamReason(facts(cue, layer), settings()) ?? (wasDeferred ? 'buffer limit' : null);
    let room = store.roomToStart(role);
    // Sound that is needed now goes before sound that is needed later.
    for (const each of store.residents()) {
      if (room !== null) break;
      if (each.state !== 'head') continue;
      closeHead(each.key);
      room = store.roomToStart(role);
    }
    const reason = room === null ? 'buffer limit' : why;
    if (reason !== null) sayStreamed(key, reason);
    if (room === null) return;
    place.opened = true;
    open(key, { cue, layer, state: 'playing' }, room, place.played, length);
    openVoice(key);
  };

  /** Once for each sound. */
  const sayVoiceless = (place: Playing): void => {
    if (place.voiceless) return;
    place.voiceless = true;
    const { cue, run, layer } = place;
    const reason = `All ${MIXER_VOICES} voices of the mixer are taken: it is silent until one is free`;
    say('voices.taken', { cue, run, layer, reason });
  };
  /** What sounds goes before what is to come. */
  const openVoice = (key: string): void => {
    if (voices.isOpen(key) || !store.has(key)) return;
    if (voices.areAllTaken()) {
      const head = store.residents().findLast((each) => each.state === 'head' && voices.isOpen(each.key));
      if (head !== undefined) voices.drop(head.key);
    }
    const place = playing.get(key);
    if (!voices.open(key)) {
      if (place !== undefined && voices.areAllTaken()) sayVoiceless(place);
      return;
    }
    const { now, running } = time();
    if (place !== undefined && running) playing.begin(place, now);
  };

  /** The list has changed: cues have other numbers, and what is read ahead of those that are not there any more goes. */
  const renumber = (map: CueMap): void => {
    const renamed = new Map<string, { key: string; cue: number }>();
    for (const { key, cue, layer, state: phase } of store.all()) {
      const here = map.cue(cue);
      if (phase === 'playing') renamed.set(key, { key, cue: here ?? cue });
      else if (here === null || !map.layer(cue, layer)) closeHead(key);
      else renamed.set(key, { key: nextKey(here, layer), cue: here });
    }
    store.rename(renamed);
    voices.renameAll(renamed);
    for (const place of playing.all()) place.cue = map.cue(place.cue) ?? place.cue;
  };

  return { renumber, keepAs, open, closeHead, openLate, openVoice, sayStreamed };
};
