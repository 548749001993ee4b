/**
 * Text in pieces of at most `longest` characters, cut after sentences, else after commas, else between words: the
 * engine's memory grows with what it is given at once. Words longer than `longest` are cut. Nothing but space is lost.
 */
export const speechChunks = (text: string, longest: number): string[] => {
  const chunks: string[] = [];
  let rest = text.trim();
  while (rest.length > longest) {
    const head = rest.slice(0, longest + 1);
    const cut = lastCut(head, /[.!?]["')]*\s/g) ?? lastCut(head, /[,;:]\s/g) ?? lastCut(head, /\s/g) ?? longest;
    chunks.push(rest.slice(0, cut).trim());
    rest = rest.slice(cut).trim();
  }
  if (rest !== '') chunks.push(rest);
  return chunks;
};

/** Where the last match in the head ends; null where nothing matches. */
const lastCut = (head: string, where: RegExp): number | null => {
  let end: number | null = null;
  for (const match of head.matchAll(where)) end = match.index + match[0].length;
  return end;
};
