import { apply } from 'mutative';
import { expect } from 'vitest';

/** What an edit of any document gives. */
interface Edited {
  readonly document: object;
  readonly patches: unknown;
  readonly inverse: unknown;
}

/** A value nobody may write to. */
export const frozen = <Value>(value: Value): Value => {
  if (typeof value === 'object' && value !== null)
    for (const inner of Object.values(Object.freeze(value))) frozen(inner);
  return value;
};

/** An edit that was sent as JSON does the same, and is taken back exactly; what it gives is JSON. */
export const expectPatches = (before: object, { document, patches, inverse }: Edited): void => {
  expect(apply(before, JSON.parse(JSON.stringify(patches)))).toEqual(document);
  expect(apply(document, JSON.parse(JSON.stringify(inverse)))).toEqual(before);
  expect(JSON.parse(JSON.stringify(document))).toEqual(document);
};

/** Does a row of edits one after another and holds that it is undone to the first document, and redone to the last. */
export const expectUndone = <Document extends object, Intent>(
  first: Document,
  row: readonly Intent[],
  step: (document: Document, intent: Intent) => (Edited & { readonly document: Document }) | null,
): void => {
  const done: Edited[] = [];
  let last = first;
  for (const intent of row) {
    const result = step(last, intent);
    if (result === null) continue;
    done.push(result);
    last = result.document;
  }
  let now: object = last;
  for (const { inverse } of done.toReversed()) now = apply(now, inverse as never);
  expect(now).toEqual(first);
  for (const { patches } of done) now = apply(now, patches as never);
  expect(now).toEqual(last);
};

/** Does a row of edits one by one, each to what the one before gave. Gives those that were done, and where they led. */
export const oneByOne = <Document, Edit>(
  first: Document,
  row: readonly ((document: Document) => Edit | null)[],
  attempt: (document: Document, edits: readonly Edit[]) => { readonly document: Document } | null,
): { readonly edits: readonly Edit[]; readonly last: Document } => {
  let last = first;
  const edits = row.flatMap((intent) => {
    const edit = intent(last);
    const result = edit === null ? null : attempt(last, [edit]);
    if (edit === null || result === null) return [];
    last = result.document;
    return [edit];
  });
  return { edits, last };
};
