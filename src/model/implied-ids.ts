/** Gives what has no id one by its place: `cue-1`, `cue-2`, … */
export const withIds = <Entry extends { readonly id?: string | null }>(
  entries: readonly Entry[],
  kind: string,
): (Entry & { id: string })[] => {
  const taken = new Set(entries.map(({ id }) => id));
  return entries.map((entry, index) => {
    const id = entry.id ?? freeId(`${kind}-${index + 1}`, taken);
    taken.add(id);
    return { ...entry, id };
  });
};

/** `wanted`, or `wanted-2`, `wanted-3`, … where that id is taken already. */
export const freeId = (wanted: string, taken: ReadonlySet<unknown>): string => {
  let id = wanted;
  for (let n = 2; taken.has(id); n += 1) id = `${wanted}-${n}`;
  return id;
};
