import { createHash } from 'node:crypto';

/** Names the content of a text file. */
export const hashOfText = (text: string): string => createHash('sha256').update(text).digest('hex');

/** How a JSON file is laid out, so that a save keeps what its author chose. */
export interface TextLayout {
  /** What a level is indented by; empty: all on one line. */
  readonly indent: string;
  readonly newline: '\n' | '\r\n';
  /** Whether a newline ends the file. */
  readonly ended: boolean;
}

export const layoutOf = (text: string): TextLayout => {
  const indent = /^\uFEFF?\s*[[{]\r?\n([ \t]+)/.exec(text)?.[1];
  return {
    // In lines, but in no order that a program makes: then as others are.
    indent: indent ?? (text.trim().includes('\n') ? '  ' : ''),
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    ended: /\n\s*$/.test(text),
  };
};

/** A document as the text of a file that is laid out so. */
export const writeLaidOut = (document: unknown, { indent, newline, ended }: TextLayout): string => {
  // A newline inside a text is escaped in JSON, so that every one in here is of the layout.
  const lines = JSON.stringify(document, null, indent).replaceAll('\n', newline);
  return ended ? lines + newline : lines;
};
