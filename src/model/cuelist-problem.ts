import { nameOfCue } from './cuelist-draft.ts';
import type { CuelistDocument, SessionCueDocument } from './cuelist-schema.ts';
import type { Problem } from './problem.ts';

/** The innermost cue that the path of a problem leads to (null: to none), and the path from there. */
export const cueAtPath = (
  { cues }: CuelistDocument,
  path: string,
): { readonly cue: SessionCueDocument | null; readonly rest: string } => {
  let cue: SessionCueDocument | null = null;
  let inside = cues;
  let rest = path;
  for (let at = STEP.exec(rest); at !== null; at = STEP.exec(rest)) {
    const next: SessionCueDocument | undefined = inside[Number(at[1])];
    if (next === undefined) break;
    cue = next;
    inside = next.cues ?? [];
    rest = rest.slice(at[0].length);
  }
  return { cue, rest };
};

const STEP = /^cues\[(\d+)\]\.?/;

/** What is wrong with a list that can be used, for its operator: cues by their names. `document`: with ids for all. */
export const tellCuelistProblem = (document: CuelistDocument, { path, message }: Problem): string => {
  if (path === 'cues' && document.cues.length === 0) return 'The list has no cues yet';
  const { cue, rest } = cueAtPath(document, path);
  if (cue === null) return path === '' ? `The list: ${message}` : `The list, ${path}: ${message}`;
  const name = `“${nameOfCue(cue)}”`;
  if (rest === 'control.target' && cue.control?.target != null)
    return `${name} acts on ${JSON.stringify(cue.control.target)}, which is not in the list, and so does nothing`;
  return rest === '' ? `${name}: ${message}` : `${name}, ${rest}: ${message}`;
};
