import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { isLimiting, type Seconds, toSeconds, toWebVtt, type Workout } from '../model/index.ts';
import { chaptersJson } from './chapters-json.ts';
import { type Deliverable, durationOf } from './deliverable.ts';
import { toLrc } from './lrc.ts';
import { contentType } from './publish/content-type.ts';
import type { RenderedFile } from './render-file.ts';

/** Rounds for a document: 3 decimals of a second, 2 of a level; null where there is no figure (silence). */
const round = (n: number, decimals: number): number | null => (Number.isFinite(n) ? Number(n.toFixed(decimals)) : null);

/** A file as `manifest.json` lists it. */
export type ManifestEntry = Readonly<Record<string, unknown>> & { readonly workout: string; readonly file: string };

/**
 * A document as `manifest.json` lists it, in `documents` beside `files`: whatever lies in the folder besides the sound, so
 * that each can be verified. `files[].documents` names those that describe that file; several files may share one.
 */
export interface ManifestDocument {
  readonly workout: string;
  readonly kind: DocumentKind;
  /** Base name, in the manifest's folder. */
  readonly file: string;
  /** MIME type to serve it with. */
  readonly type: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Captions (WebVTT), lyrics (LRC) and chapters (Podcasting 2.0) go with files; player and report with a workout. */
type DocumentKind = 'captions' | 'lyrics' | 'chapters' | 'player' | 'report';

/** A document to write. */
export interface WorkoutDocumentFile {
  readonly kind: DocumentKind;
  readonly file: string;
  readonly text: string;
}

/** A document beside a file: the same name, another ending, which is where players look for it. */
const besideName = (file: string, ending: string): string => `${file.slice(0, -extname(file).length)}${ending}`;

/** Name of a workout's report. */
export const reportName = (workout: string): string => `${workout}_report.html`;

/** Names of the documents that a file may have beside it. */
export const besideNames = (file: string): string[] =>
  ['.vtt', '.lrc', '.chapters.json'].map((ending) => besideName(file, ending));

/** What describes a deliverable: its captions, its lyrics, its chapters, as far as there are any. */
const fileDocuments = (deliverable: Deliverable): WorkoutDocumentFile[] => {
  const [vtt, lrc, chapters] = besideNames(deliverable.file);
  const { tags, plan } = deliverable;
  const lines = deliverable.cues.map(({ cue, start, end }) => ({
    ...{ id: cue.id, start: toSeconds(start), end: toSeconds(end), text: cue.text },
  }));
  const listed = chaptersJson(tags);
  return [
    ...(lines.length === 0
      ? []
      : [
          { kind: 'captions', file: vtt, text: toWebVtt(lines) } as const,
          { kind: 'lyrics', file: lrc, text: toLrc({ ...tags, length: toSeconds(plan.length) }, lines) } as const,
        ]),
    ...(listed === null ? [] : [{ kind: 'chapters', file: chapters, text: listed } as const]),
  ];
};

/** The documents of several deliverables. Formats of a variant share them, so each is there once. */
export const filesDocuments = (deliverables: readonly Deliverable[]): WorkoutDocumentFile[] => [
  ...new Map(deliverables.flatMap(fileDocuments).map((document) => [document.file, document])).values(),
];

export const manifestDocument = ({ id }: Workout, { kind, file, text }: WorkoutDocumentFile): ManifestDocument => ({
  ...{ workout: id, kind, file, type: contentType(file) },
  ...{ bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') },
});

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
    silent_frames: measured.silentFrames,
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
    documents: fileDocuments(deliverable).map(({ file }) => file),
    cues: deliverable.cues.map(({ cue, start, end }) => ({
      id: cue.id,
      text: cue.text,
      start_seconds: round(toSeconds(start), 3),
      end_seconds: round(toSeconds(end), 3),
      offset_ms: measured.offsets.find(({ id }) => id === cue.id)?.milliseconds ?? null,
    })),
  };
};

/** What a folder holds, as its manifest lists it. */
export interface ManifestLists {
  readonly files: readonly ManifestEntry[];
  readonly documents: readonly ManifestDocument[];
}

/** `manifest.json`: what is new first, then what earlier exports left and is still there. */
export const manifest = (made: ManifestLists, kept: ManifestLists, engine: string): unknown => ({
  engine: { name: 'Cueforge', version: engine },
  files: merged(made.files, kept.files),
  documents: merged(made.documents, kept.documents),
});

/** New ones first; of the others those whose name none of them has. */
export const merged = <Entry extends { readonly file: string }>(
  made: readonly Entry[],
  kept: readonly Entry[],
): Entry[] => [...made, ...kept.filter((old) => !made.some(({ file }) => file === old.file))];

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
