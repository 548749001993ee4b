import { findSpeech, SPEECH_GATE_DB, takeLoudness } from '../audio/index.ts';
import type { PcmAsset, PcmCache } from '../media/index.ts';
import {
  type Coach,
  CueforgeError,
  chosenTake,
  decibels,
  type Failure,
  type Frames,
  frames,
  type RecordedTake,
  toFailure,
  toSeconds,
  type VoiceCue,
  type Workout,
} from '../model/index.ts';
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

/** What making a take needs of the studio. */
export interface TakeMakers {
  readonly takes: Takes;
  readonly pcm: PcmCache;
  readonly signal: AbortSignal;
}

/** Takes made at once: speech and its decode overlap. */
const AT_ONCE = 4;

/** A take as it is mixed, and the decoded sound that it is. */
export interface PreparedTake {
  readonly asset: PcmAsset;
  readonly take: Take;
}

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

/**
 * What a coach says for a cue: the chosen recording, else the cue's own, else its text spoken; at the cue's speed, and
 * staged, its own gain included. Throws `take-missing`, `take-unreadable` or `speech-failed`, which name the cue, or
 * `cancelled`.
 */
export const prepareTake = async (
  workoutPath: string,
  workout: Workout,
  cue: VoiceCue,
  coach: Coach | null,
  { takes, pcm, signal }: TakeMakers,
): Promise<PreparedTake> => {
  const recording = chosenTake(cue, coach?.id ?? null);
  const written = recording?.file ?? cue.audio;
  try {
    // An address that is not beside the file fails as the missing file it is.
    const file =
      written === null
        ? await takes.take({ text: cue.text, coach, lexicon: workout.lexicon }, signal)
        : ((await findMedia(workoutPath, written)) ?? written);
    const whole = await pcm.open(file, { signal });
    const asset = await pcm.shape(whole, { ...usedOf(recording, whole), speed: cue.speed }, { signal });
    const take = await stageTake(asset);
    return { asset, take: { ...take, gain: decibels(take.gain + (recording?.gain ?? 0)) } };
  } catch (error) {
    if (signal.aborted) throw new CueforgeError('cancelled', 'The work was cancelled');
    const { code, message, details } = describe(cue, written, toFailure(error));
    throw new CueforgeError(code, message, details);
  }
};

/** What is used of a recording, inside its file. */
const usedOf = (recording: RecordedTake | null, { frames: length }: PcmAsset): { start: Frames; end: Frames } => {
  const start = recording?.start ?? frames(0);
  const end = frames(Math.min(recording?.end ?? length, length));
  if (start < end) return { start, end };
  throw new CueforgeError(
    'take-unreadable',
    `the take "${recording?.name}" starts at ${toSeconds(start).toFixed(3)} s and ends at ${toSeconds(end).toFixed(3)} s`,
  );
};

/** Records or speaks every cue for one coach. A cue that fails is named in `failures`; only a cancel throws. */
export const gatherTakes = async (
  workoutPath: string,
  workout: Workout,
  cues: readonly VoiceCue[],
  coach: Coach | null,
  makers: TakeMakers & { onTake(): void },
): Promise<GatheredTakes> => {
  const takes = new Map<string, Take>();
  const failures = new Map<string, Failure>();
  const sources: Record<string, { path: string; frames: number }> = {};
  const waiting = [...cues];
  const work = async (): Promise<void> => {
    for (let cue = waiting.shift(); cue; cue = waiting.shift()) {
      try {
        const { asset, take } = await prepareTake(workoutPath, workout, cue, coach, makers);
        takes.set(cue.id, take);
        sources[asset.key] = { path: asset.path, frames: asset.frames };
      } catch (error) {
        makers.signal.throwIfAborted();
        failures.set(cue.id, toFailure(error));
      }
      makers.onTake();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { takes, failures, sources };
};

const describe = (cue: VoiceCue, written: string | null, failure: Failure): Failure => {
  const code =
    written === null ? 'speech-failed' : failure.code === 'file-missing' ? 'take-missing' : 'take-unreadable';
  return { code, message: `Cue ${cue.id}: ${failure.message}`, details: { cue: cue.id, ...failure.details } };
};
