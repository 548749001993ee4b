/** Across the whole width; CSS pixels from the top of the lanes' box, scrolled. */
export interface Lane {
  readonly top: number;
  readonly height: number;
}
export type LaneName = 'ruler' | 'markers' | 'segments' | 'music' | 'cues';

/** Where the lanes are. The ruler stays where it is when the others are scrolled beneath it. */
export interface Lanes extends Readonly<Record<LaneName, Lane>> {
  /** Height of all of them: more than the box where they have to be scrolled. */
  readonly content: number;
  /** Rows of cues. */
  readonly rows: number;
}

export const RULER_HEIGHT = 40;
const MARKERS_HEIGHT = 20;
const SEGMENTS_HEIGHT = 60;
/** The music has what is left, and never less. */
const MUSIC_LEAST = 120;
const MUSIC_SHARE = 0.58;
/** Above the first row of cues: the lane's name. */
export const CUES_HEAD = 24;
export const WORDS_HEIGHT = 17;
const ROW_LEAST = 52;
const ROW_MOST = 76;
const CUES_FOOT = 10;

/** `rows`: how many cues stand above each other, 1 at least. */
export const layLanes = ({
  height,
  rows,
  markers,
  scroll,
}: {
  height: number;
  rows: number;
  markers: boolean;
  scroll: number;
}): Lanes => {
  const ofMarkers = markers ? MARKERS_HEIGHT : 0;
  const fixed = RULER_HEIGHT + ofMarkers + SEGMENTS_HEIGHT;
  const count = Math.max(1, rows);
  const left = height - fixed;
  const cuesWanted = Math.min(left * (1 - MUSIC_SHARE), CUES_HEAD + CUES_FOOT + count * ROW_MOST);
  const cues = Math.round(Math.max(CUES_HEAD + CUES_FOOT + count * ROW_LEAST, cuesWanted));
  const music = Math.max(MUSIC_LEAST, Math.round(left) - cues);
  const content = fixed + music + cues;
  const hidden = Math.min(Math.max(0, scroll), Math.max(0, content - height));
  let top = RULER_HEIGHT - hidden;
  const next = (size: number): Lane => {
    const lane = { top, height: size };
    top += size;
    return lane;
  };
  return {
    ruler: { top: 0, height: RULER_HEIGHT },
    markers: next(ofMarkers),
    segments: next(SEGMENTS_HEIGHT),
    music: next(music),
    cues: next(cues),
    content,
    rows: count,
  };
};

/** The lane under `y`; null: below all of them. The ruler covers what is scrolled beneath it. */
export const laneAt = (lanes: Lanes, y: number): LaneName | null => {
  if (y < 0) return null;
  if (y < lanes.ruler.height) return 'ruler';
  for (const name of ['markers', 'segments', 'music', 'cues'] as const) {
    const { top, height } = lanes[name];
    if (y >= top && y < top + height) return name;
  }
  return null;
};

/** A row of cues: its words, and the boxes beneath them. */
export const cueRow = ({ cues, rows }: Lanes, row: number): { words: Lane; boxes: Lane } => {
  const height = (cues.height - CUES_HEAD - CUES_FOOT) / rows;
  const top = cues.top + CUES_HEAD + row * height;
  return {
    words: { top, height: WORDS_HEIGHT },
    boxes: { top: top + WORDS_HEIGHT + 2, height: Math.min(54, height - WORDS_HEIGHT - 6) },
  };
};

/** Height of a segment's block, of the lane's: intensity as height. `level` 0..3, null: unsaid. */
export const segmentHeight = (lane: Lane, level: number | null): number =>
  Math.round((lane.height - 2) * [0.46, 0.64, 0.82, 1][level ?? 0]);

/** Above the sound: names and handles. Below it: a little air. */
const MUSIC_HEAD = 28;
const MUSIC_FOOT = 10;
/** Half of the height that full scale takes. */
export const musicReach = (lane: Lane): number => Math.max(1, (lane.height - MUSIC_HEAD - MUSIC_FOOT) / 2);
export const musicMiddle = (lane: Lane): number => lane.top + MUSIC_HEAD + musicReach(lane);

/** Where a track's gain is drawn: a fader's taper, 0 dB at 0.62 of the lower half, and what is beyond at its edge. */
const FADER_ZERO = 0.62;
export const gainY = (lane: Lane, db: number): number =>
  musicMiddle(lane) + musicReach(lane) * Math.min(1, FADER_ZERO * 10 ** (db / 60));
/** The gain at `y`, decibels, -60..12: the inverse of `gainY`. */
export const gainAtY = (lane: Lane, y: number): number => {
  const share = Math.max(0, (y - musicMiddle(lane)) / musicReach(lane)) / FADER_ZERO;
  return Math.min(12, Math.max(-60, share <= 0 ? -60 : 60 * Math.log10(share)));
};

/** About how wide words are that are drawn in the lanes, CSS pixels. */
export const wordsWidth = (text: string): number => text.length * 6.4;
