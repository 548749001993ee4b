/**
 * What is wrong with a file, as data: where in it, what was expected and what was got. Parsers of the model give a list
 * of these instead of throwing, so that a person sees everything there is to mend at once.
 */
export interface Problem {
  /** Errors keep a file from being used; warnings do not. */
  readonly severity: 'error' | 'warning';
  /** Where in the file: `cues[3].time_ms`, `line 4, time`; empty for the file as a whole. */
  readonly path: string;
  /** What was expected and what was got; no capital, no full stop. */
  readonly message: string;
}

export const error = (path: string, message: string): Problem => ({ severity: 'error', path, message });
export const warning = (path: string, message: string): Problem => ({ severity: 'warning', path, message });

/** True where nothing keeps the file from being used. */
export const isUsable = (problems: readonly Problem[]): boolean => problems.every((p) => p.severity !== 'error');

/** A problem as a sentence: `Error in cues[3].time_ms: expected milliseconds in 0..86400000, got -5.` */
export const formatProblem = ({ severity, path, message }: Problem): string => {
  const kind = severity === 'error' ? 'Error' : 'Warning';
  return `${kind} in ${path === '' ? 'the file' : path}: ${message}.`;
};

/** Longest stretch of a file's own text that a message quotes. Characters. */
const QUOTED = 60;

const quote = (text: string): string => {
  const characters = Array.from(text.slice(0, QUOTED * 2));
  const cut = characters.length > QUOTED || text.length > QUOTED * 2;
  return JSON.stringify(cut ? `${characters.slice(0, QUOTED).join('')}…` : text);
};

/** A value as a message names what it got: short, never the whole of it. */
export const describeValue = (value: unknown): string => {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : `an array of ${value.length}`;
  if (typeof value === 'object') return 'an object';
  return String(value);
};

/** Keys and indices as a path: `['cues', 3, 'time_ms']` is `cues[3].time_ms`; other keys are quoted in brackets. */
export const formatPath = (keys: readonly PropertyKey[]): string => {
  let path = '';
  for (const key of keys) {
    if (typeof key === 'number') path += `[${key}]`;
    else if (/^[A-Za-z_$][\w$]*$/.test(String(key)) && String(key).length <= QUOTED)
      path += path === '' ? String(key) : `.${String(key)}`;
    else path += `[${quote(String(key))}]`;
  }
  return path;
};
