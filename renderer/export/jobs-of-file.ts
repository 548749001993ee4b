import type { ExportJob, MadeExport } from '../../src/contract/index.ts';
import { fileKey } from './matrix/sheet.ts';

type Named = Pick<ExportJob, 'workout' | 'variant' | 'format' | 'preset'>;

export const sameFile = (a: Named, b: Named): boolean =>
  fileKey(a.workout, a.variant, a.format, a.preset) === fileKey(b.workout, b.variant, b.format, b.preset);

/** What a job made last; null: nothing yet, or it is too long ago. `history`: the last first. */
export const madeBy = (job: ExportJob, history: readonly MadeExport[] | null): MadeExport | null =>
  history?.find((made) => sameFile(made, job)) ?? null;
