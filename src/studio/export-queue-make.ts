import type { LibraryExports } from '../library/index.ts';
import { type AudioFormat, CueforgeError, type Failure, fromFailure, toFailure } from '../model/index.ts';
import type { QueueJob, QueueMaker } from '../render/index.ts';
import { ENGINE_VERSION } from './engine-version.ts';
import { type ExportMatrix, type KeptChecks, type Recipe, signatureAt } from './export-matrix.ts';
import type { ExportParts } from './export-matrix-parts.ts';
import type { ExportEvent, ExportedFile, ExportRequest, RefusedVariant } from './export-types.ts';
import { inWords } from './failure-words.ts';
import type { Studio } from './open-studio.ts';

export interface MakerParts {
  readonly exportWorkout: Studio['exportWorkout'];
  readonly library: Pick<LibraryExports, 'addMade'>;
  readonly matrix: Pick<ExportMatrix, 'partsNow'>;
  /** Brings what is edited to the workout's file. */
  flush(workout: string): Promise<void>;
  /** What else is to be kept of a set, before it is told: gets the files of one variant, and why it was refused. */
  prepare(
    set: readonly QueueJob[],
  ): Promise<(made: readonly ExportedFile[], refused: readonly RefusedVariant[]) => Promise<void>>;
  /** Hears what an export tells of a set. */
  heard(set: readonly QueueJob[], event: ExportEvent): void;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/**
 * Makes a set as one export: its variants share decoding, takes, gain and encoded sound. A file is told as made once the
 * library knows what it was made from, as that was before the export began: what is edited meanwhile makes it stale.
 */
export const createQueueMaker =
  ({ exportWorkout, library, matrix, flush, prepare, heard, now }: MakerParts): QueueMaker =>
  async (set, signal, events) => {
    const [{ workout, folder, preset }] = set;
    const recipe = set[0].recipe as Recipe;
    await flush(workout);
    const keep = await prepare(set);
    const parts = new Map<string, ExportParts>();
    for (const { variant, format } of set) {
      const now = await matrix.partsNow(workout, variant, format, recipe);
      if (now) parts.set(keyOf(variant, format), now);
      else await events.refused(variant, format, noSuchFile(variant, format));
    }
    const cells = set.filter(({ variant, format }) => parts.has(keyOf(variant, format)));
    if (cells.length === 0) return;

    const made: ExportedFile[] = [];
    const refused: RefusedVariant[] = [];
    const keepVariant = (variant: string): Promise<void> =>
      keep(
        made.filter((file) => file.variant === variant),
        refused.filter((each) => each.variant === variant),
      );
    const keepFile = async (file: ExportedFile): Promise<void> => {
      const found = await signatureAt(file.path);
      if (!found) throw new CueforgeError('file-missing', `${file.path} was made, and is not there any more`);
      const { variant, format, path, sha256, bytes } = file;
      const kept: KeptChecks = {
        lines: file.checks.map((line) => ({ ...line, measured: finite(line.measured), asked: finite(line.asked) })),
        warnings: file.warnings,
        encoded: file.encoded,
      };
      library.addMade({
        ...{ workout, variant, format, preset, path, sha256, bytes, signature: found.signature },
        ...{ seconds: file.durationSeconds, checks: kept, recipe, engine: ENGINE_VERSION, madeAt: now() },
        measured: {
          ...{ lufs: finite(file.lufs), lra: finite(file.lra), dbtp: finite(file.dbtp), cues: file.cues },
          encodedSeconds: finite(file.encodedSeconds),
        },
        parts: parts.get(keyOf(variant, format)),
      });
      made.push(file);
      await keepVariant(variant);
      await events.made(variant, format, path);
    };

    /** What is told is kept in its order; the first that cannot be stops the export. */
    let keeping: Promise<void> = Promise.resolve();
    const stop = new AbortController();
    const onAbort = (): void => stop.abort();
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) stop.abort();
    const soon = (work: () => Promise<void>): void => {
      keeping = keeping.then(work);
      keeping.catch(() => stop.abort());
    };
    const onEvent = (event: ExportEvent): void => {
      heard(set, event);
      if (event.event === 'file-progress') events.progress(event.variant, event.format, event);
      if (event.event === 'file') soon(() => keepFile(event));
      if (event.event !== 'refused') return;
      const { variant, format } = event;
      const failure = inWords(event.failure, folder);
      soon(async () => {
        refused.push({ variant, failure });
        await keepVariant(variant);
        await events.refused(variant, format ?? null, failure);
      });
    };
    const request: ExportRequest = {
      ...{ ...recipe, workout, outDir: folder, variants: [...new Set(cells.map(({ variant }) => variant))] },
      cells: cells.map(({ variant, format, file }) => ({ variant, format: format as AudioFormat, file })),
    };
    try {
      await exportWorkout(request, { signal: stop.signal, onEvent });
      await keeping;
    } catch (error) {
      await keeping; // why it was stopped, where it is that
      throw fromFailure(inWords(toFailure(error), folder));
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  };

const keyOf = (variant: string, format: string): string => `${variant}\n${format}`;
const finite = (n: number): number | null => (Number.isFinite(n) ? n : null);

const noSuchFile = (variant: string, format: string): Failure => ({
  code: 'bad-argument',
  message: `The workout has no variant "${variant}" as ${format} any more`,
});
