/**
 * The difference of two JSON values as patches in mutative's form, which its `apply` takes. Things with an id are told
 * apart by it: one cue out of five hundred is one patch, not one for each cue behind it, as patches by place would be.
 */
export interface JsonPatch {
  op: 'add' | 'remove' | 'replace';
  path: (string | number)[];
  value?: unknown;
}

/** Patches that make `after` out of `before`; none where they are the same. */
export const jsonPatches = (before: unknown, after: unknown): JsonPatch[] => {
  const patches: JsonPatch[] = [];
  compare(before, after, [], patches);
  return patches;
};

/** Whether two JSON values are the same. The order of keys does not count. */
export const sameJson = (a: unknown, b: unknown): boolean => {
  if (a === b) return true;
  if (Array.isArray(a)) return Array.isArray(b) && a.length === b.length && a.every((item, i) => sameJson(item, b[i]));
  if (!isObject(a) || !isObject(b) || Array.isArray(b)) return false;
  const keys = Object.keys(a);
  return (
    keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && sameJson(a[key], b[key]))
  );
};

/** A copy that shares nothing with its original. What is undefined in an object is left out. */
export const copyJson = <Value>(value: Value): Value => {
  if (Array.isArray(value)) return value.map(copyJson) as Value;
  if (!isObject(value)) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) continue;
    if (key === '__proto__') Object.defineProperty(copy, key, { value: copyJson(inner), enumerable: true });
    else copy[key] = copyJson(inner);
  }
  return copy as Value;
};

type Path = readonly (string | number)[];

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** Keys that `apply` refuses in a path; a change of one replaces the object it is in. */
const RESERVED = ['__proto__', 'constructor', 'prototype'];

const compare = (before: unknown, after: unknown, path: Path, patches: JsonPatch[]): void => {
  if (sameJson(before, after)) return;
  if (Array.isArray(before) && Array.isArray(after)) compareLists(before, after, path, patches);
  else if (isObject(before) && isObject(after) && Array.isArray(before) === Array.isArray(after))
    compareObjects(before, after, path, patches);
  else patches.push({ op: 'replace', path: [...path], value: after });
};

const compareObjects = (
  before: Record<string, unknown>,
  after: Record<string, unknown>,
  path: Path,
  patches: JsonPatch[],
): void => {
  if (RESERVED.some((key) => !sameJson(own(before, key), own(after, key)))) {
    patches.push({ op: 'replace', path: [...path], value: after });
    return;
  }
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(after, key)) patches.push({ op: 'remove', path: [...path, key] });
    else if (!RESERVED.includes(key)) compare(before[key], after[key], [...path, key], patches);
  }
  for (const key of Object.keys(after))
    if (!Object.hasOwn(before, key)) patches.push({ op: 'add', path: [...path, key], value: after[key] });
};

const own = (object: Record<string, unknown>, key: string): unknown =>
  Object.hasOwn(object, key) ? object[key] : undefined;

const compareLists = (before: readonly unknown[], after: readonly unknown[], path: Path, patches: JsonPatch[]) => {
  const oldIds = idsOf(before);
  const newIds = idsOf(after);
  if (oldIds === null || newIds === null) {
    const shared = Math.min(before.length, after.length);
    for (let i = 0; i < shared; i += 1) compare(before[i], after[i], [...path, i], patches);
    for (let i = before.length - 1; i >= shared; i -= 1) patches.push({ op: 'remove', path: [...path, i] });
    for (let i = shared; i < after.length; i += 1) patches.push({ op: 'add', path: [...path, i], value: after[i] });
    return;
  }
  for (let i = before.length - 1; i >= 0; i -= 1)
    if (!newIds.has(oldIds.at(i))) patches.push({ op: 'remove', path: [...path, i] });
  const left = before.filter((_, i) => newIds.has(oldIds.at(i)));
  const stay = after.filter((_, i) => oldIds.has(newIds.at(i)));
  left.forEach((item, i) => {
    // Where the order changed another thing stands here now; comparing the two would mix them up.
    if (idOf(item) === idOf(stay[i])) compare(item, stay[i], [...path, i], patches);
    else patches.push({ op: 'replace', path: [...path, i], value: stay[i] });
  });
  after.forEach((item, i) => {
    if (!oldIds.has(newIds.at(i))) patches.push({ op: 'add', path: [...path, i], value: item });
  });
};

const idOf = (item: unknown): string | null => (isObject(item) && typeof item.id === 'string' ? item.id : null);

/** The ids of a list in which each thing has its own; null where that is not so. */
const idsOf = (list: readonly unknown[]): { has: (id: string) => boolean; at: (i: number) => string } | null => {
  const ids = list.map(idOf);
  const set = new Set(ids);
  if (set.has(null) || set.size < ids.length) return null;
  return { has: (id) => set.has(id), at: (i) => ids[i] as string };
};
