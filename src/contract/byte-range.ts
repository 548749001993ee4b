/** Which bytes a request wants, as [start, end). `unsatisfiable`: none of them is there (416). */
export type ByteRange =
  | { readonly kind: 'whole' }
  | { readonly kind: 'part'; readonly start: number; readonly end: number }
  | { readonly kind: 'unsatisfiable' };

const WHOLE: ByteRange = { kind: 'whole' };

/**
 * Reads a `Range` header for a file of `size` bytes, as RFC 9110 has it: what is no byte range, or is several, is
 * ignored and gets the whole.
 */
export const parseByteRange = (header: string | null | undefined, size: number): ByteRange => {
  const written = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '');
  if (!written || (written[1] === '' && written[2] === '')) return WHOLE;
  const [first, last] = [Number(written[1]), Number(written[2])];
  if (written[1] === '') {
    return last === 0 || size === 0
      ? { kind: 'unsatisfiable' }
      : { kind: 'part', start: Math.max(0, size - last), end: size };
  }
  if (written[2] !== '' && last < first) return WHOLE;
  if (first >= size) return { kind: 'unsatisfiable' };
  return { kind: 'part', start: first, end: written[2] === '' ? size : Math.min(last + 1, size) };
};
