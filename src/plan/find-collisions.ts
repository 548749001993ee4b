import { chosenTake, fitSpeed, frames, shortenText, toSeconds, type WorkoutEdit } from '../model/index.ts';
import { clockOf, type Finding, type Fix, figure, quoteCue } from './finding.ts';
import { BREATH, type Crowd, crowdOf, frameOf, millisecondFrom, millisecondTo, type SpokenCue } from './spoken-cue.ts';

/** A line that needs at most this much more speed to fit is too long; one that needs more lies in the wrong place. */
const SLIGHTLY = 1.25;
/** What a line that is made shorter leaves before the next one: a stretched take is not exact. Frames. */
const SPARE = 4800;

/**
 * Cues of one variant that speak while another does. Where the earlier one has only a little too little room it is
 * `too-long`, and is said faster or with fewer words; else the later one moves, and what it then runs into moves too.
 * `spoken`: sorted by start. `length` of the mix in frames; null: not known.
 */
export const findCollisions = (
  spoken: readonly SpokenCue[],
  coach: string | null,
  length: number | null,
): Finding[] => {
  const ripples = rippleMoves(spoken, length);
  const findings: Finding[] = [];
  let longest: SpokenCue | null = null;
  for (const later of spoken) {
    const earlier: SpokenCue | null = longest;
    if (earlier && later.start < earlier.end) {
      const room = later.start - earlier.start;
      const shorter = shorterFixes(earlier, room, coach);
      const slightly = room > 0 && (earlier.end - earlier.start) / room <= SLIGHTLY && shorter.length > 0;
      const move = ripples.get(later) ?? [];
      const by = figure(toSeconds(frames(earlier.end - later.start)));
      const where = `at ${clockOf(earlier.start)}`;
      findings.push({
        kind: slightly ? 'too-long' : 'overlap',
        severity: 'warning',
        message: slightly
          ? `${quoteCue(earlier.cue)} ${where} is ${by} s too long: ${quoteCue(later.cue)} begins before it ends.`
          : `${quoteCue(later.cue)} at ${clockOf(later.start)} begins while ${quoteCue(earlier.cue)} ${where} still speaks.`,
        cues: slightly ? [earlier.cue.id, later.cue.id] : [later.cue.id, earlier.cue.id],
        track: null,
        at: frames(slightly ? earlier.start : later.start),
        fixes: slightly ? [...shorter, ...move] : [...move, ...shorter],
      });
    }
    if (!longest || later.end > longest.end) longest = later;
  }
  return findings;
};

/**
 * How overlaps are undone from the first to the last: a cue that overlaps moves behind the one before it, and what it
 * then runs into moves as well. Cues that move together have one fix.
 */
const rippleMoves = (spoken: readonly SpokenCue[], length: number | null): ReadonlyMap<SpokenCue, Fix[]> => {
  const fixes = new Map<SpokenCue, Fix[]>();
  let chain: { cue: SpokenCue; ms: number }[] = [];
  let before: SpokenCue | null = null;
  let busy = 0;
  const close = (): void => {
    const last = chain.at(-1);
    if (!last || !before) return;
    const end = frameOf(last.ms) + last.cue.end - last.cue.start;
    const fits = length === null || end <= length;
    const label =
      chain.length === 1 ? `Move after ${quoteCue(before.cue)}` : `Move ${chain.length} cues after one another`;
    const places = chain.map(({ cue, ms }) => ({ id: cue.cue.id, time_ms: ms }));
    const fix: Fix = { label, edits: [{ op: 'cues.place', places }] };
    for (const { cue } of chain) fixes.set(cue, fits ? [fix] : []);
    chain = [];
  };
  let owner: SpokenCue | null = null;
  for (const cue of spoken) {
    const pushed = chain.length > 0 ? cue.start < busy + BREATH : cue.start < busy;
    if (pushed) {
      if (chain.length === 0) before = owner;
      const ms = millisecondFrom(busy + BREATH);
      chain.push({ cue, ms });
      busy = frameOf(ms) + cue.end - cue.start;
      owner = cue;
      continue;
    }
    close();
    if (cue.end > busy) [busy, owner] = [cue.end, cue];
  }
  close();
  return fixes;
};

/** Ways to say a line within `room` frames: faster, or with fewer words where its text is spoken. */
const shorterFixes = ({ cue, start, end }: SpokenCue, room: number, coach: string | null): Fix[] => {
  const wanted = room - SPARE;
  if (wanted <= 0) return [];
  const fixes: Fix[] = [];
  const natural = toSeconds(frames(end - start)) * cue.speed;
  const speed = fitSpeed(natural, wanted / 48_000);
  if (speed !== null && speed > cue.speed) {
    const faster = Math.round((speed / cue.speed - 1) * 100);
    fixes.push({ label: `Speak ${faster} % faster`, edits: [{ op: 'cues.change', ids: [cue.id], change: { speed } }] });
  }
  const recorded = cue.audio !== null || chosenTake(cue, coach) !== null;
  const text = recorded ? null : shortenText(cue.text, wanted / (end - start));
  if (text !== null && text !== cue.text) {
    fixes.push({ label: `Shorten to “${text}”`, edits: [{ op: 'cues.change', ids: [cue.id], change: { text } }] });
  }
  return fixes;
};

/** Cues that begin behind the end of the mix, which no export takes, or are cut by it. */
export const findPastEnd = (spoken: readonly SpokenCue[], length: number): Finding[] => {
  const crowd = crowdOf(spoken);
  return spoken
    .filter(({ start, end }) => start >= length || end > length)
    .map((late): Finding => {
      const past = late.start >= length;
      const what = `${quoteCue(late.cue)} at ${clockOf(late.start)}`;
      const end = clockOf(length);
      return {
        kind: 'past-end',
        severity: past ? 'error' : 'warning',
        message: past
          ? `${what} lies behind the end of the workout at ${end}.`
          : `${what} is cut off by the end of the workout at ${end}.`,
        cues: [late.cue.id],
        track: null,
        at: frames(late.start),
        fixes: moveBefore(late, crowd, length),
      };
    });
};

/** How far before the end a free place is looked for, and how finely. Milliseconds. */
const SEARCHED = 60_000;
const STEP = 100;

const moveBefore = (late: SpokenCue, crowd: Crowd, length: number): Fix[] => {
  const spoke = late.end - late.start;
  const latest = millisecondTo(length - spoke);
  if (latest < 0) return [];
  let ms = latest;
  const free = (): boolean => crowd.isFree({ start: frameOf(ms), end: frameOf(ms) + spoke }, late);
  while (!free() && ms - STEP >= Math.max(0, latest - SEARCHED)) ms -= STEP;
  if (!free()) ms = latest;
  const edits: WorkoutEdit[] = [{ op: 'cues.place', places: [{ id: late.cue.id, time_ms: ms }] }];
  return [{ label: ms === latest ? 'Move to the end' : `Move to ${clockOf(frameOf(ms))}, before the end`, edits }];
};
