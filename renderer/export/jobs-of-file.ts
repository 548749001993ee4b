import type { ExportJob, MadeExport } from '../../src/contract/index.ts';
import { fileKey } from './matrix/sheet.ts';

type Named = Pick<ExportJob, 'workout' | 'variant' | 'format' | 'preset'>;

export const sameFile = (a: Named, b: Named): boolean =>
  fileKey(a.workout, a.variant, a.format, a.preset) === fileKey(b.workout, b.variant, b.format, b.preset);

/** What a job made last; null: nothing yet, or it is too long ago. `history`: the last first. */
export const madeBy = (job: ExportJob, history: readonly MadeExport[] | null): MadeExport | null =>
  history?.find((made) => sameFile(made, job)) ?? null;

/** What took the place of a file that was made: what lies at its path is not it any more. Null: nothing did. */
export const replacedBy = (
  { path, sha256, madeAt }: Pick<MadeExport, 'path' | 'sha256' | 'madeAt'>,
  history: readonly MadeExport[] | null,
): MadeExport | null => {
  const newest = history?.find((each) => each.path === path);
  // A history that is older than the file has yet to be told of it.
  return newest && newest.sha256 !== sha256 && newest.madeAt >= madeAt ? newest : null;
};
