import { type Frames, type FromMixer, frames } from '../model/index.ts';
import type { MixerVoices } from './mixer-voices.ts';
import { DECLICK } from './run-draft.ts';
import type { CueRun, LayerRun, SessionCommand } from './runner-state.ts';
import type { SessionSound } from './session-ports.ts';
import { createSoundActs, fadedTo, type Playing } from './sound-acts.ts';
import type { SoundStore } from './sound-store.ts';

/** A voice that is behind its time by more than this has run dry; less is how exactly it is counted. 21 ms. */
const DRIFT = 1_024;
/** What is told to begin so soon cannot be taken back any more: 40 ms. */
const TOO_NEAR = 1_920;
/** What is over is let go at the latest so long after its end, whatever the mixer says. */
const LET_GO = 48_000;
/** A stop that was told late is silent later: 20 ms. */
const STOP_LATE = 960;

/** Something the mixer said that the runner must know. */
export interface LateLayers {
  readonly run: number;
  readonly layers: readonly number[];
  readonly by: number;
}

type Told = Exclude<SessionCommand, { kind: 'note' | 'claim' | 'release' | 'stream' | 'fade-off' }>;

/** The sounds of the cues that were fired: what the mixer is told of them, and what it says of them. */
export const createPlayingSounds = (options: {
  readonly store: SoundStore;
  readonly voices: MixerVoices;
  readonly runOf: (run: number) => CueRun | undefined;
}) => {
  const { store, voices, runOf } = options;
  const playing = new Map<string, Playing>();
  const acts = createSoundActs(voices);
  const { tellSound, tellEnd, tellFade } = acts;

  const ofRun = (run: number): Playing[] => [...playing.values()].filter((place) => place.run === run);
  const layerOf = ({ run, layer }: Playing): LayerRun | undefined => runOf(run)?.layers[layer];
  const close = (place: Playing): void => {
    voices.drop(place.key);
    store.close(place.key);
  };
  const forget = (place: Playing): void => {
    close(place);
    playing.delete(place.key);
  };

  /** What was told to begin, and has not, is to begin at another time: a voice that is told of once knows one time. */
  const withdraw = (place: Playing, now: number): void => {
    if (!place.told || place.begun) return;
    // It may have begun before the mixer hears of it: then it stays as it is, sooner than its run by so much.
    if (!place.paused && place.toldAt < now + TOO_NEAR) return;
    voices.drop(place.key);
    voices.flush();
    place.told = false;
    place.paused = false;
    voices.open(place.key);
  };

  /** Tells a mixer that does not know of it yet what a sound does: from its first frame, or from where it was left. */
  const begin = (place: Playing, now: number): void => {
    const sound = store.find(place.key);
    if (place.told || sound === undefined || !voices.isOpen(place.key)) return;
    if (place.leaving !== null) {
      // The mixer before it had played all of it.
      if (place.end === null || sound.played >= place.end.after) {
        forget(place);
        return;
      }
      tellSound(place, now, DECLICK);
      tellEnd(place);
      place.leaving = { at: now + place.end.after - sound.played, cut: false };
      return;
    }
    const run = runOf(place.run);
    const layer = layerOf(place);
    if (run === undefined || run.stopAt !== null || run.pausedAt !== null) return;
    if (layer?.phase !== 'sounding' || layer.at === null) return;
    tellSound(place, Math.max(now, layer.at + sound.played), sound.played === 0 ? place.fadeIn : DECLICK);
    tellFade(place, now);
    tellEnd(place);
  };

  /** One voice's news: how far it is, and whether it is over. */
  const hearVoice = (place: Playing, played: number): void => {
    if (store.play(place.key, played)) place.begun = true;
    place.played = Math.max(place.played, store.find(place.key)?.played ?? 0);
    // What broke where it was to end is told of first.
    const failed = (store.find(place.key)?.failure ?? null) !== null;
    if (place.leaving === null && place.end !== null && played >= place.end.after && !failed) close(place);
  };
  /** How much later than its run says it is; negative: earlier. */
  const driftOf = (place: Playing, run: CueRun, layer: LayerRun, frame: number): number => {
    if (layer.phase !== 'sounding' || layer.at === null || !place.told || run.stopAt !== null) return 0;
    if (!store.has(place.key) || store.isOver(place.key) || !voices.isOpen(place.key)) return 0;
    const by = (run.pausedAt ?? frame) - layer.at - place.played;
    if (run.pausedAt !== null) return layer.at > run.pausedAt || frame < run.pausedAt + DRIFT ? 0 : by;
    if (layer.at >= frame && place.played === 0) return 0;
    return Math.abs(by) > DRIFT ? by : 0;
  };
  const group = (found: readonly { run: number; layer: number; by: number }[]): LateLayers[] => {
    const groups = new Map<string, { run: number; layers: number[]; by: number }>();
    for (const { run, layer, by } of found) {
      if (by === 0) continue;
      const key = `${run}/${by}`;
      if (!groups.has(key)) groups.set(key, { run, layers: [], by });
      groups.get(key)!.layers.push(layer);
    }
    return [...groups.values()];
  };

  return {
    all: (): Playing[] => [...playing.values()],
    get: (key: string): Playing | undefined => playing.get(key),
    /** What sounds, or is to. */
    sounds: (now: Frames): SessionSound[] =>
      [...playing.values()].flatMap((place) => {
        const { run, layer, played, peak, streamed, key, leaving } = place;
        if (leaving !== null) return [];
        const [voice, level] = [voices.numberOf(key), fadedTo(place, now)];
        return [{ run, layer, voice, played: frames(played), fadedTo: level, peak, streamed }];
      }),
    add(what: Pick<Playing, 'key' | 'run' | 'cue' | 'layer' | 'gain'> & Partial<Playing>): Playing {
      const place: Playing = {
        ...{
          opened: false,
          streamed: false,
          voiceless: false,
          told: false,
          toldAt: 0,
          paused: false,
          begun: false,
          fadeIn: DECLICK,
          end: null,
          fade: null,
          ahead: [],
          leaving: null,
        },
        ...{ played: 0, peak: 0, shifted: 0 },
        ...what,
      };
      playing.set(place.key, place);
      return place;
    },
    forget,
    begin,
    /** Another mixer, or none: nothing that was told holds. */
    detach(): void {
      for (const place of [...playing.values()]) {
        place.told = false;
        place.paused = false;
        place.begun = false;
        place.shifted = 0;
        place.peak = 0;
        place.ahead = [];
        if (place.leaving?.cut) forget(place);
      }
    },
    /** Time stood: fades that are under way go on where they were, at frame `now`. */
    stood(by: number, now: number): void {
      for (const place of playing.values())
        if (place.fade !== null) place.fade = { ...place.fade, at: Math.min(place.fade.at + by, now) };
    },
    /** It does not come to what was told ahead of a control cue. */
    callOff(by: number): void {
      for (const place of playing.values()) acts.callOff(place, by);
    },
    /** What the runner says about the sounds of a run. */
    tell(command: Told, now: number): void {
      for (const place of ofRun(command.run)) {
        if (place.leaving !== null || ('layer' in command && command.layer !== place.layer)) continue;
        if (command.kind === 'sound') {
          place.fadeIn = command.fadeIn;
          withdraw(place, now);
          // What is paused begins when its cue goes on.
          if (place.told || !voices.isOpen(place.key) || runOf(place.run)?.pausedAt !== null) continue;
          tellSound(place, command.at, command.fadeIn);
          tellFade(place, now);
          tellEnd(place);
        } else if (command.kind === 'end') {
          place.end = { after: command.after, fadeOut: command.fadeOut };
          if (command.passes !== null) store.setPasses(place.key, command.passes);
          tellEnd(place);
        } else if (command.kind === 'fade-ahead') {
          acts.fadeAhead(place, command);
        } else if (command.kind === 'fade') {
          acts.fade(place, command);
        } else if (command.kind === 'stop') {
          acts.stop(place, command);
        } else if (!place.told) {
          if (command.kind === 'resume') begin(place, command.at);
        } else {
          place.paused = command.kind === 'pause';
          voices.act(place.key, (voice, frame) => ({ kind: command.kind, voice, at: frame(command.at) }));
        }
      }
    },
    /** Its cue is over at a frame: it is let go when the mixer has played it to its end. */
    leave(run: number, at: number, cut: boolean): void {
      for (const place of ofRun(run))
        if (place.leaving !== null) continue;
        else if (!place.told || !store.has(place.key)) forget(place);
        else place.leaving = { at: at + (cut ? STOP_LATE : 0), cut };
    },
    /** Its cue is not in the list any more: it is faded out as fast as it does not click. */
    cutOff(run: number, at: number): void {
      for (const { key } of ofRun(run))
        voices.act(key, (voice, frame) => ({ kind: 'stop', voice, at: frame(at), fade: DECLICK }));
      this.leave(run, at + DECLICK.length, true);
    },
    /** What the mixer played up to a frame of the session. Gives what is later, or earlier, than was thought. */
    hear(message: Extract<FromMixer, { kind: 'heard' }>, frame: Frames): LateLayers[] {
      for (const { voice, played, granted, peak } of message.voices) {
        const key = voices.keyOf(voice);
        if (key === undefined) continue;
        voices.grant(key, granted);
        const place = playing.get(key);
        if (place !== undefined) {
          place.peak = peak;
          hearVoice(place, played);
        }
        voices.pump(key);
      }
      for (const place of [...playing.values()]) {
        if (place.leaving === null || !place.told || frame < place.leaving.at) continue;
        const { cut, at } = place.leaving;
        const isOut = cut || place.end === null || place.played >= place.end.after || store.isOver(place.key);
        if (isOut || frame >= at + LET_GO) forget(place);
      }
      const found = [...playing.values()].flatMap((place) => {
        const run = runOf(place.run);
        const layer = run?.layers[place.layer];
        if (run === undefined || layer === undefined || place.leaving !== null) return [];
        const by = driftOf(place, run, layer, frame);
        place.shifted += by;
        return [{ run: place.run, layer: place.layer, by }];
      });
      return group(found);
    },
    /** Voices began later than they were told. */
    hearLate({ voices: numbers, by }: Extract<FromMixer, { kind: 'late' }>): LateLayers[] {
      const found = numbers.flatMap((number) => {
        const place = playing.get(voices.keyOf(number) ?? '');
        if (place === undefined) return [];
        place.begun = true;
        const more = by - place.shifted;
        place.shifted = by;
        return [{ run: place.run, layer: place.layer, by: more }];
      });
      return group(found);
    },
  };
};

export type PlayingSounds = ReturnType<typeof createPlayingSounds>;
