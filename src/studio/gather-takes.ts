import { findSpeech, SPEECH_GATE_DB, takeLoudness } from '../audio/index.ts';
import type { PcmAsset, PcmCache } from '../media/index.ts';
import { type Coach, decibels, type Failure, toFailure, type VoiceCue, type Workout } from '../model/index.ts';
import { stagingGain, type Take, VOICE_LUFS } from '../plan/index.ts';
import type { SourceFiles } from '../render/index.ts';
import type { Takes } from '../speech/index.ts';
import { findMedia } from './find-media.ts';
import { withExactOnset } from './speech-onset.ts';

/** The takes of one coach, and what became of those that could not be had. */
export interface GatheredTakes {
  readonly takes: ReadonlyMap<string, Take>;
  readonly failures: ReadonlyMap<string, Failure>;
  readonly sources: SourceFiles;
}

/** What gathering needs of the studio. */
export interface TakeMakers {
  readonly takes: Takes;
  readonly pcm: PcmCache;
  readonly signal: AbortSignal;
  onTake(): void;
}

/** Takes made at once: speech and its decode overlap. */
const AT_ONCE = 4;

/** A decoded take, staged to the voice level and with its speech found. */
export const stageTake = async (asset: PcmAsset): Promise<Take> => {
  const gain = stagingGain(takeLoudness(asset.energies), VOICE_LUFS);
  const gate = decibels(SPEECH_GATE_DB - gain);
  return {
    source: asset.key,
    length: asset.frames,
    gain,
    speech: await withExactOnset(findSpeech(asset.levels, gate, asset.frames), asset.path, gate),
  };
};

/** Records or speaks every cue for one coach. A cue that fails is named in `failures`; only a cancel throws. */
export const gatherTakes = async (
  workoutPath: string,
  workout: Workout,
  cues: readonly VoiceCue[],
  coach: Coach | null,
  makers: TakeMakers,
): Promise<GatheredTakes> => {
  const takes = new Map<string, Take>();
  const failures = new Map<string, Failure>();
  const sources: Record<string, { path: string; frames: number }> = {};
  const waiting = [...cues];
  const work = async (): Promise<void> => {
    for (let cue = waiting.shift(); cue; cue = waiting.shift()) {
      try {
        const file = await takeFile(workoutPath, workout, cue, coach, makers);
        const asset = await makers.pcm.open(file, { signal: makers.signal });
        takes.set(cue.id, await stageTake(asset));
        sources[asset.key] = { path: asset.path, frames: asset.frames };
      } catch (error) {
        makers.signal.throwIfAborted();
        failures.set(cue.id, describe(cue, toFailure(error)));
      }
      makers.onTake();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { takes, failures, sources };
};

const takeFile = async (
  workoutPath: string,
  workout: Workout,
  cue: VoiceCue,
  coach: Coach | null,
  { takes, signal }: TakeMakers,
): Promise<string> => {
  if (cue.audio === null) return takes.take({ text: cue.text, coach, lexicon: workout.lexicon }, signal);
  // An address that is not beside the file fails as the missing file it is.
  return (await findMedia(workoutPath, cue.audio)) ?? cue.audio;
};

const describe = (cue: VoiceCue, failure: Failure): Failure => {
  const code =
    cue.audio === null ? 'speech-failed' : failure.code === 'file-missing' ? 'take-missing' : 'take-unreadable';
  return { code, message: `Cue ${cue.id}: ${failure.message}`, details: { cue: cue.id, ...failure.details } };
};
