import type { Cuelist } from './cuelist.ts';
import { readCuelistDocument } from './cuelist-document.ts';
import { parseCuelistCsv, parseM3u } from './cuelist-playlists.ts';
import type { CuelistDocument } from './cuelist-schema.ts';
import { parseJsonText } from './json-text.ts';
import { error, isUsable, type Problem } from './problem.ts';
import { importSession, isSessionFile } from './session-import.ts';
import { slug } from './zwo.ts';

/** What a file of cues says. */
export interface ParsedCuelistFile {
  /** Null where there are errors. */
  readonly cuelist: Cuelist | null;
  /** The list as our own file, unknown keys and all; null where it cannot be made. */
  readonly document: unknown;
  /** Names of all lists in the file; the one that was read is among them. */
  readonly lists: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * The text of a cuelist as a list: our JSON, the session JSON of the field's tools, M3U or CSV, told apart by the name of
 * the file and by what it holds. `list`: which of a session's lists, by key or name; else the active, or the first one.
 * Never throws; finds all errors at once.
 */
export const parseCuelistFile = (
  text: string,
  file: { readonly name: string; readonly list?: string },
): ParsedCuelistFile => {
  const extension = /\.[^.]*$/.exec(file.name)?.[0].toLowerCase() ?? '';
  const id = slug(file.name.replace(/(\.(session|cuelist))?\.[^.]*$/, ''), 'cuelist');
  if (extension === '.m3u' || extension === '.m3u8') return parsed(parseM3u(text, { id }));
  if (extension === '.csv') return parsed(parseCuelistCsv(text, { id }));
  const { value, problem } = parseJsonText(text);
  if (problem !== null) return { cuelist: null, document: null, lists: [], problems: [problem] };
  if (!isSessionFile(value)) return parsed({ document: value, problems: [] });
  const { documents, problems } = importSession(value);
  const lists = documents.map(({ key }) => key);
  const named = file.list;
  const chosen =
    named === undefined
      ? documents[0]
      : documents.find(({ key, document }) => key === named || document.name === named);
  if (chosen === undefined) {
    const missing =
      named === undefined
        ? []
        : [error('cuelists', `expected the name of a cuelist: ${lists.join(', ')}; got "${named}"`)];
    return { cuelist: null, document: null, lists, problems: [...problems, ...missing] };
  }
  return { ...parsed({ document: chosen.document, problems }), lists };
};

const parsed = ({
  document,
  problems,
}: {
  document: CuelistDocument | unknown;
  problems: readonly Problem[];
}): ParsedCuelistFile => {
  if (document === null && !isUsable(problems)) return { cuelist: null, document, lists: [], problems };
  const read = readCuelistDocument(document);
  const all = [...problems, ...read.problems];
  return {
    cuelist: isUsable(problems) ? read.cuelist : null,
    document,
    lists: read.cuelist ? [read.cuelist.id] : [],
    problems: all,
  };
};
