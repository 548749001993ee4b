import { type Decibels, DUCKING_PRESETS, decibels, duckingDocument, frames, toLinear } from '../model/index.ts';
import { type BedLevels, bedEnergy, meanOver, over, spansOver, voiceEnergy, WANTED_OVER_MUSIC } from './audibility.ts';
import { clockOf, type Finding, type Fix, figure, quoteCue } from './finding.ts';
import { type Crowd, crowdOf, frameOf, type SpokenCue } from './spoken-cue.ts';

/** Deepest ducking, and the most that is added to a voice. Decibels. */
const DEEPEST = -40;
const LOUDEST = 24;
/** Figures of fixes are multiples of this. Decibels. */
const STEP_DB = 0.5;
/** How far a quieter place is looked for, and how finely: 8 s and 100 ms. */
const SEARCHED = 80;
const STEP_MS = 100;
/** What a quieter place is better by than it needs: the cues around it may duck it otherwise. LU. */
const MARGIN = 0.2;

/** A cue whose speech is `heard` LU over the music. */
export interface HeardCue {
  readonly spoken: SpokenCue;
  readonly heard: number;
  /** How much louder it may become before it stands out among the other takes. Decibels. */
  readonly headroom: number;
}

/** Cues that are less over the music than a coach is followed by. `others`: cues that a cue must not be moved onto. */
export const findQuietCues = (
  cues: readonly HeardCue[],
  bed: BedLevels,
  others: readonly SpokenCue[],
  length: number,
): Finding[] => {
  const crowd = crowdOf(others);
  return cues
    .filter(({ heard }) => heard < WANTED_OVER_MUSIC)
    .map(({ spoken, heard, headroom }): Finding => {
      const how = heard < 0 ? `${figure(-heard)} LU under` : `only ${figure(heard)} LU over`;
      return {
        kind: 'hard-to-hear',
        severity: 'warning',
        message: `${quoteCue(spoken.cue)} at ${clockOf(spoken.start)} is ${how} the music; ${WANTED_OVER_MUSIC} LU are wanted.`,
        cues: [spoken.cue.id],
        track: null,
        at: frames(spoken.start),
        fixes: [
          ...deeper(spoken, bed),
          ...raised(spoken, WANTED_OVER_MUSIC - heard, headroom),
          ...moved(spoken, bed, crowd, length),
        ],
      };
    });
};

const deeper = (spoken: SpokenCue, bed: BedLevels): Fix[] => {
  const plain = overBed(energyOf(spoken), spoken, bed, 0, decibels(0));
  if (plain === null) return [];
  const depth = -roundUp(WANTED_OVER_MUSIC - plain);
  const { ducking, cue } = spoken;
  if (depth < DEEPEST || depth >= ducking.depth) return [];
  const base = ducking.depth === 0 ? DUCKING_PRESETS.standard : ducking;
  const duck = duckingDocument({ ...base, depth: decibels(depth) });
  return [
    {
      label: `Duck ${figure(ducking.depth - depth)} dB deeper`,
      edits: [{ op: 'cues.change', ids: [cue.id], change: { duck } }],
    },
  ];
};

const raised = ({ cue }: SpokenCue, needed: number, headroom: number): Fix[] => {
  const by = roundUp(needed);
  const gain_db = Math.round((cue.gain + by) * 100) / 100;
  if (gain_db > LOUDEST || by > headroom) return [];
  return [
    {
      label: `Raise the voice by ${figure(by)} dB`,
      edits: [{ op: 'cues.change', ids: [cue.id], change: { gain_db } }],
    },
  ];
};

/** The nearest place where the music is quiet enough, and nobody speaks. */
const moved = (spoken: SpokenCue, bed: BedLevels, crowd: Crowd, length: number): Fix[] => {
  const { cue, start, end, ducking } = spoken;
  const voice = energyOf(spoken);
  const here = Math.round(start / frameOf(STEP_MS)) * STEP_MS;
  for (let step = 1; step <= SEARCHED; step++) {
    for (const ms of [here + step * STEP_MS, here - step * STEP_MS]) {
      const at = frameOf(ms);
      if (ms < 0 || at + end - start > length) continue;
      const heard = overBed(voice, spoken, bed, at - start, ducking.depth);
      if (heard === null || heard < WANTED_OVER_MUSIC + MARGIN) continue;
      if (!crowd.isFree({ start: at, end: at + end - start }, spoken)) continue;
      return [
        {
          label: `Move to ${clockOf(at)}, where the music is quieter`,
          edits: [{ op: 'cues.place', places: [{ id: cue.id, time_ms: ms }] }],
        },
      ];
    }
  }
  return [];
};

/** How loud a cue speaks; 0 where that is not known. */
const energyOf = ({ take: { speech }, gain, levels }: SpokenCue): number =>
  levels === null ? 0 : voiceEnergy({ speech, gain, levels });

/** How far a cue is over the music when it speaks `by` frames later and the music is `depth` down. */
const overBed = (
  voice: number,
  { take: { speech }, offset }: SpokenCue,
  bed: BedLevels,
  by: number,
  depth: Decibels,
) => {
  const music = meanOver(spansOver(bed, { speech, offset: offset + by }), (span) => bedEnergy(bed, span));
  return over(voice, music * toLinear(depth) ** 2);
};

/** A figure that is surely enough: what was reckoned is exact to the hundredth. */
const roundUp = (db: number): number => Math.ceil((db + 0.01) / STEP_DB) * STEP_DB;
