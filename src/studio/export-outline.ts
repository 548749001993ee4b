import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ExportOutline } from '../contract/index.ts';
import type { LibraryExports, MadeFile } from '../library/index.ts';
import { CueforgeError } from '../model/index.ts';
import { curvesIn, reportName } from '../render/index.ts';
import type { KeptChecks } from './export-matrix.ts';

/** A file of the history, as the contract names it. */
type Asked = Pick<MadeFile, 'path' | 'sha256'>;

/**
 * What a file that was made looks like, from the report beside it. Only what was made here is looked at; the report is of
 * the newest files, so one that was replaced since has none.
 */
export const createOutlines = (library: Pick<LibraryExports, 'madeAt'>, idOf: (workout: string) => Promise<string>) => {
  const newestAt = ({ path, sha256 }: Asked): MadeFile => {
    const made = library.madeAt(path);
    if (made === null) throw new CueforgeError('bad-argument', `${path} was not made here`, { path });
    if (made.sha256 !== sha256)
      throw new CueforgeError('file-changed', `${path} was replaced since: it is another file now`, { path });
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
    async outline(asked: Asked): Promise<ExportOutline> {
      const made = newestAt(asked);
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
    async report(asked: Asked): Promise<{ path: string; html: string }> {
      const { path } = asked;
      const found = await readReport(newestAt(asked));
      if (found === null)
        throw new CueforgeError('bad-argument', `There is no report beside ${path} any more`, { path });
      return found;
    },
  };
};
