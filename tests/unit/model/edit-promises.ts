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
