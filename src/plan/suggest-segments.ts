import {
  BARS_OF_PHRASE,
  ENGINE_RATE,
  type Frames,
  frameOfBeat,
  type GridRegion,
  gridRegions,
  type MusicFacts,
  type Workout,
} from '../model/index.ts';
import { type BedLevels, bedEnergy } from './audibility.ts';
import { type Bar, cutSections } from './segment-cuts.ts';

/** A segment that the music suggests, in the form of the workout file. */
export interface SuggestedSegment {
  readonly title: string;
  readonly start_time: number;
  readonly duration_seconds: number;
  readonly intensity: Intensity;
  readonly bpm: number | null;
}

type Intensity = 'low' | 'medium' | 'high' | 'max';

/** Nobody changes what they do more often than this. Seconds. */
const SHORTEST = 20;
/** Where no beats are known, music is taken in pieces this long. Frames. */
const PIECE = 2 * ENGINE_RATE;
/** Quieter than this under the music's mean is as good as silent. Decibels. */
const FLOOR = 30;
/**
 * What a cut costs, in dB² · s: between phrases, and inside one. A section pays when it is 3 dB off for half a minute;
 * music seldom changes inside a phrase.
 */
const CUT = 60;
const CUT_INSIDE = 120;
/** Where the intensities end, as parts of the workout's time that are quieter. */
const INTENSITIES: readonly (readonly [number, Intensity])[] = [
  [0.3, 'low'],
  [0.6, 'medium'],
  [0.85, 'high'],
  [1, 'max'],
];
/** Sections this close are equally loud; music that is all this close has one intensity. Decibels. */
const ALIKE = 1;
const EVEN = 2.5;
/** A loud section up to this long is a sprint. Seconds. */
const SPRINT = 60;

interface Section {
  readonly start: number;
  readonly end: number;
  readonly level: number;
}

/**
 * Segments from the music alone: sections of even loudness between bars, at the borders of phrases where they can be,
 * called by their place and by how loud they are among the others. `bed`: the music on the workout, `length` its frames.
 */
export const suggestSegments = (
  workout: Workout,
  facts: MusicFacts,
  bed: BedLevels,
  length: Frames,
): SuggestedSegment[] => {
  const regions = gridRegions(workout, facts);
  const edges = barEdges(regions, length);
  if (edges.length === 0) return [];
  const phased = edges.map((edge, i) => ({ ...edge, end: edges[i + 1]?.at ?? length }));
  const mean = bedEnergy(bed, { start: 0, end: length });
  const levelOf = (start: number, end: number): number =>
    mean > 0 ? 10 * Math.log10(Math.max(bedEnergy(bed, { start, end }) / mean, 10 ** (-FLOOR / 10))) : 0;
  const phase = phaseOf(phased, levelOf);
  const bars = phased.map(({ at, end, bar, region }): Bar => {
    const border = bar === null || region === null || bar === 0 || bar % BARS_OF_PHRASE === phase.get(region);
    return { seconds: (end - at) / ENGINE_RATE, level: levelOf(at, end), cutCost: border ? CUT : CUT_INSIDE };
  });
  const cuts = cutSections(bars, SHORTEST);
  const sections = cuts.map((first, i): Section => {
    const start = i === 0 ? 0 : phased[first].at;
    const end = cuts[i + 1] === undefined ? length : phased[cuts[i + 1]].at;
    return { start, end, level: levelOf(start, end) };
  });
  const intensities = intensitiesOf(sections);
  const titles = numbered(titlesOf(sections, intensities));
  return sections.map(({ start, end }, i) => {
    const from = toMilliseconds(start);
    return {
      title: titles[i],
      start_time: from,
      duration_seconds: Math.round((toMilliseconds(end) - from) * 1000) / 1000,
      intensity: intensities[i],
      bpm: tempoAt(regions, start, end),
    };
  });
};

/** Seconds to the millisecond before: the last segment does not end behind the music. */
const toMilliseconds = (frame: number): number => Math.floor((frame * 1000) / ENGINE_RATE) / 1000;

interface Edge {
  readonly at: number;
  /** Bars since the first of its region; null: no bar begins here. */
  readonly bar: number | null;
  readonly region: GridRegion | null;
}

/** Where bars begin, and where tracks do; what has no beats is cut into pieces. Sorted, from 0. */
const barEdges = (regions: readonly GridRegion[], length: number): Edge[] => {
  const edges: Edge[] = [];
  let known = 0;
  const fill = (to: number): void => {
    for (let at = known; at < to; at += PIECE) {
      // What is left over belongs to the piece before it.
      if (at === known || to - at >= PIECE / 2) edges.push({ at, bar: null, region: null });
    }
    known = Math.max(known, to);
  };
  for (const region of regions) {
    const { span, grid, firstBar, lastBeat, end } = region;
    const first = frameOfBeat(span, grid, firstBar);
    fill(Math.min(first, end, length));
    for (let beat = firstBar; beat <= lastBeat; beat += grid.beatsPerBar) {
      const at = frameOfBeat(span, grid, beat);
      if (at < known || at >= length) continue;
      edges.push({ at, bar: (beat - firstBar) / grid.beatsPerBar, region });
    }
    known = Math.max(known, Math.min(end, length));
  }
  fill(length);
  return edges;
};

/** Which of the bars of each region begin its phrases: those where the loudness changes most. */
const phaseOf = (
  edges: readonly (Edge & { readonly end: number })[],
  levelOf: (start: number, end: number) => number,
): ReadonlyMap<GridRegion, number> => {
  const change = new Map<GridRegion, Float64Array>();
  for (const [i, { region, bar, at }] of edges.entries()) {
    const before = edges[i - BARS_OF_PHRASE / 2];
    const after = edges[i + BARS_OF_PHRASE / 2];
    if (region === null || bar === null || !before || !after) continue;
    const sums = change.get(region) ?? new Float64Array(BARS_OF_PHRASE);
    change.set(region, sums);
    sums[bar % BARS_OF_PHRASE] += (levelOf(at, after.at) - levelOf(before.at, at)) ** 2;
  }
  return new Map([...change].map(([region, sums]) => [region, sums.indexOf(Math.max(...sums))]));
};

/** By how much of the workout is quieter. */
const intensitiesOf = (sections: readonly Section[]): Intensity[] => {
  const levels = sections.map(({ level }) => level);
  if (Math.max(...levels) - Math.min(...levels) < EVEN) return sections.map(() => 'medium');
  const total = sections.reduce((sum, { start, end }) => sum + end - start, 0);
  return sections.map(({ level }) => {
    let quieter = 0;
    for (const other of sections) {
      const share = (other.end - other.start) / total;
      if (other.level < level - ALIKE) quieter += share;
      else if (other.level <= level + ALIKE) quieter += share / 2;
    }
    return INTENSITIES.find(([end]) => quieter <= end)?.[1] ?? 'max';
  });
};

const titlesOf = (sections: readonly Section[], intensities: readonly Intensity[]): string[] =>
  sections.map(({ start, end, level }, i) => {
    if (sections.length === 1) return 'Steady';
    if (i === 0) return 'Warm-up';
    if (i === sections.length - 1) return 'Cool-down';
    const intensity = intensities[i];
    const short = (end - start) / ENGINE_RATE <= SPRINT;
    if (intensity === 'max') return short ? 'Sprint' : 'Climb';
    if (intensity === 'high') return short ? 'Surge' : 'Climb';
    if (intensity === 'low' || sections[i - 1].level > level + ALIKE) return 'Recover';
    return sections[i + 1].level > level + ALIKE ? 'Build' : 'Steady';
  });

/** Titles that come several times are counted. */
const numbered = (titles: readonly string[]): string[] =>
  titles.map((title, i) => {
    const several = titles.filter((other) => other === title).length > 1;
    return several ? `${title} ${titles.slice(0, i + 1).filter((other) => other === title).length}` : title;
  });

/** Tempo of most of a section, to the tenth. */
const tempoAt = (regions: readonly GridRegion[], start: number, end: number): number | null => {
  let [most, bpm]: [number, number | null] = [0, null];
  for (const region of regions) {
    const shared = Math.min(end, region.end) - Math.max(start, region.start);
    if (shared > most) [most, bpm] = [shared, Math.round(region.grid.bpm * 10) / 10];
  }
  return bpm;
};
