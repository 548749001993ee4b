import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportOutline } from '../contract/index.ts';
import type { LibraryExports, MadeFile } from '../library/index.ts';
import { CueforgeError } from '../model/index.ts';
import { curvesIn, reportName } from '../render/index.ts';
import type { KeptChecks } from './export-matrix.ts';

/** What a file that was made looks like, from the report beside it. Only what was made here is looked at. */
export const createOutlines = (library: Pick<LibraryExports, 'madeAt'>, idOf: (workout: string) => Promise<string>) => {
  const madeAt = (path: string): MadeFile => {
    const made = library.madeAt(path);
    if (made === null) throw new CueforgeError('bad-argument', `${path} was not made here`, { path });
    return made;
  };
  const readReport = async (made: MadeFile): Promise<{ path: string; html: string } | null> => {
    try {
      const path = join(dirname(made.path), reportName(await idOf(made.workout)));
      return { path, html: await readFile(path, 'utf8') };
    } catch {
      return null; // the workout or its report is not there any more
    }
  };
  return {
    async outline(path: string): Promise<ExportOutline> {
      const made = madeAt(path);
      const report = await readReport(made);
      const curves = report && new Map(curvesIn(report.html)).get(made.sha256);
      return {
        seconds: made.seconds,
        encoded: (made.checks as KeptChecks).encoded?.map((span) => ({ ...span })) ?? null,
        peaks: curves ? [...curves.peaks] : [],
        shortTerm: curves ? [...curves.shortTerm] : [],
        report: report?.path ?? null,
      };
    },
    async report(path: string): Promise<{ path: string; html: string }> {
      const found = await readReport(madeAt(path));
      if (found === null)
        throw new CueforgeError('bad-argument', `There is no report beside ${path} any more`, { path });
      return found;
    },
  };
};
