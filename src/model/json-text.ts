import { findDeepNesting } from './json-safety.ts';
import { error, type Problem } from './problem.ts';

/**
 * JSON text to a value, with the place of a mistake. Engines differ in what their JSON.parse says about a mistake and
 * some do not say where it is, so the text is walked here once JSON.parse has refused it.
 */
export const parseJsonText = (text: string): { value: unknown; problem: null } | { value: null; problem: Problem } => {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  try {
    const value = JSON.parse(source) as unknown;
    const problem = findDeepNesting(value);
    return problem === null ? { value, problem } : { value: null, problem };
  } catch {
    const { offset, expected } = findMistake(source);
    const { line, column } = lineAndColumn(source, offset);
    const got = offset >= source.length ? 'the end of the file' : JSON.stringify(characterAt(source, offset));
    return { value: null, problem: error(`line ${line}, column ${column}`, `expected ${expected}, got ${got}`) };
  }
};

const characterAt = (text: string, offset: number): string => String.fromCodePoint(text.codePointAt(offset)!);

/** Line and column (from 1, in UTF-16 units, as editors count) of an offset. CR, LF and CRLF end lines. */
export const lineAndColumn = (text: string, offset: number): { line: number; column: number } => {
  let line = 1;
  let lineStart = 0;
  for (const newline of text.slice(0, offset).matchAll(/\r\n|\r|\n/g)) {
    line += 1;
    lineStart = newline.index + newline[0].length;
  }
  return { line, column: offset - lineStart + 1 };
};

const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON strings may not hold raw control characters
const STRING = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9A-Fa-f]{4})*/y;

/** Where JSON text stops being JSON. Keeps its own stack: nesting is as deep as the text says. */
const findMistake = (text: string): { offset: number; expected: string } => {
  let at = 0;
  const open: ('{' | '[')[] = [];
  const eat = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null || found[0] === '') return false;
    at = pattern.lastIndex;
    return true;
  };
  const eatString = (): boolean => {
    eat(STRING);
    if (text[at] !== '"') return false;
    at += 1;
    return true;
  };
  const inString = (): string =>
    text[at] === '\\' ? 'one of the escapes \\" \\\\ \\/ \\b \\f \\n \\r \\t \\uXXXX' : 'the closing " of a text';
  let state: 'value' | 'first-value' | 'first-key' | 'key' | 'after' = 'value';
  for (;;) {
    eat(SPACE);
    const here = text[at];
    if (state === 'after') {
      const inside = open.at(-1);
      if (inside === undefined) return { offset: at, expected: 'nothing after the end of the JSON' };
      if (here === ',') state = inside === '{' ? 'key' : 'value';
      else if (here === (inside === '{' ? '}' : ']')) open.pop();
      else return { offset: at, expected: `"," or "${inside === '{' ? '}' : ']'}"` };
      at += 1;
    } else if (state === 'key' || state === 'first-key') {
      if (here === '}' && state === 'first-key') {
        open.pop();
        at += 1;
        state = 'after';
      } else {
        if (here !== '"') return { offset: at, expected: 'a key in double quotes' };
        if (!eatString()) return { offset: at, expected: inString() };
        eat(SPACE);
        if (text[at] !== ':') return { offset: at, expected: '":"' };
        at += 1;
        state = 'value';
      }
    } else if (here === ']' && state === 'first-value') {
      open.pop();
      at += 1;
      state = 'after';
    } else if (here === '{' || here === '[') {
      open.push(here);
      at += 1;
      state = here === '{' ? 'first-key' : 'first-value';
    } else if (here === '"') {
      if (!eatString()) return { offset: at, expected: inString() };
      state = 'after';
    } else if (eat(NUMBER) || eat(WORD)) state = 'after';
    else return { offset: at, expected: 'a JSON value' };
  }
};
