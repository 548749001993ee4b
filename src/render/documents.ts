import { isLimiting, type Seconds, toSeconds, toWebVtt, type Workout } from '../model/index.ts';
import { type Deliverable, durationOf, type RenderedFile } from './render-file.ts';

/** Rounds for a document: 3 decimals of a second, 2 of a level; null where there is no figure (silence). */
const round = (n: number, decimals: number): number | null => (Number.isFinite(n) ? Number(n.toFixed(decimals)) : null);

/** A file as `manifest.json` lists it. */
export type ManifestEntry = Readonly<Record<string, unknown>> & { readonly workout: string; readonly file: string };

/** Everything known of a finished file. The same input gives the same entry: it holds no clock time. */
export const manifestEntry = (workout: Workout, rendered: RenderedFile): ManifestEntry => {
  const { deliverable, measured } = rendered;
  const { encoding, plan } = deliverable;
  return {
    workout: workout.id,
    file: deliverable.file,
    variant: deliverable.variant,
    name: deliverable.name,
    content: deliverable.content,
    sha256: rendered.sha256,
    bytes: rendered.bytes,
    duration_seconds: round(durationOf(deliverable), 3),
    frames: plan.length,
    lufs: round(measured.lufs, 2),
    lra: round(measured.lra, 2),
    dbtp: round(measured.dbtp, 2),
    max_momentary_lufs: round(measured.maxMomentary, 2),
    max_short_term_lufs: round(measured.maxShortTerm, 2),
    clipped_frames: measured.clippedFrames,
    settings: {
      format: encoding.format,
      bitrate_kbps: encoding.bitrate,
      target_lufs: deliverable.target,
      ceiling_dbtp: isLimiting(plan.limiter) ? plan.limiter.ceiling : null,
      gain_db: round(rendered.gain, 3),
      own_gain: rendered.ownGain,
      limiter_max_reduction_db: round(rendered.maxReductionDb, 2),
    },
    checks: rendered.checks.map(({ name, passed, measured: value, asked, unit }) => ({
      name,
      passed,
      measured: round(value, 3),
      asked: round(asked, 3),
      unit,
    })),
    warnings: rendered.warnings,
    cues: deliverable.cues.map(({ cue, start, end }) => ({
      id: cue.id,
      text: cue.text,
      start_seconds: round(toSeconds(start), 3),
      end_seconds: round(toSeconds(end), 3),
      offset_ms: measured.offsets.find(({ id }) => id === cue.id)?.milliseconds ?? null,
    })),
  };
};

/** `manifest.json`: new entries first, then those of earlier exports whose files are still there. */
export const manifest = (
  entries: readonly ManifestEntry[],
  kept: readonly ManifestEntry[],
  engine: string,
): unknown => ({
  engine: { name: 'Cueforge', version: engine },
  files: [...entries, ...kept.filter((old) => !entries.some(({ file }) => file === old.file))],
});

/** The WebVTT of a deliverable's cues: each is shown while it is spoken. */
export const cueSheetVtt = ({ cues }: Deliverable): string =>
  toWebVtt(
    cues.map(({ cue, start, end }) => ({ id: cue.id, start: toSeconds(start), end: toSeconds(end), text: cue.text })),
  );

/**
 * The player's document, `<id>.json`: the workout file itself, unknown keys and all, with the addresses of the files
 * beside it; the tracks are one file there. `entries`: every file of this workout in the folder, the first format of each variant wins.
 */
export const playerDocument = (
  document: Readonly<Record<string, unknown>>,
  workout: Workout,
  entries: readonly ManifestEntry[],
  duration: Seconds,
): unknown => {
  const first = (variant: string): ManifestEntry | undefined => entries.find((entry) => entry.variant === variant);
  const variants = [...new Set(entries.map((entry) => String(entry.variant)))]
    .filter((id) => id !== 'music' && id !== 'coaching' && !id.includes(':'))
    .map((id) => {
      const entry = first(id)!;
      return { id, name: entry.name, url: entry.file, duration_seconds: entry.duration_seconds };
    });
  return {
    ...withoutTracks(document),
    id: workout.id,
    title: workout.title,
    duration_seconds: round(duration, 3),
    music_url: first('music')?.file ?? null,
    coaching_url: first('coaching')?.file ?? null,
    segments: document.segments ?? [],
    variants,
  };
};

/** Tracks would go before `music_url`, and name files that lie elsewhere; so would what is anchored to their beats. */
const withoutTracks = ({ tracks, ...document }: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  if (tracks === undefined || !Array.isArray(document.cues)) return document;
  const cues = document.cues.map((cue: Record<string, unknown>) => {
    const { anchor, ...rest } = cue;
    return anchor !== null && typeof anchor === 'object' && 'track' in anchor ? rest : cue;
  });
  return { ...document, cues };
};
