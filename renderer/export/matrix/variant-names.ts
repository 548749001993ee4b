import type { MatrixRow } from '../../../src/contract/index.ts';

/** A name among others that are all different. */
export interface DistinctName {
  readonly name: string;
  /** 1 for the first of a name; from 2 on for another, the number in its label. */
  readonly nth: number;
  /** `Full`, `Full (2)`. */
  readonly label: string;
}

/** Names as they are; where one comes again, with a number that tells it from all others. */
export const distinctNames = (names: readonly string[]): DistinctName[] => {
  const taken = new Set(names);
  const met = new Set<string>();
  return names.map((name) => {
    if (!met.has(name)) {
      met.add(name);
      return { name, nth: 1, label: name };
    }
    let nth = 2;
    while (taken.has(`${name} (${nth})`)) nth += 1;
    const label = `${name} (${nth})`;
    taken.add(label);
    return { name, nth, label };
  });
};

/**
 * What each variant of a workout is called, by its id: no two alike. Who speaks says more than a number where names are
 * the same: `Full by Ana`, `Full (2) by Ben`.
 */
export const variantNames = (rows: readonly Pick<MatrixRow, 'variant' | 'name' | 'coach'>[]): Map<string, string> => {
  const distinct = distinctNames(rows.map(({ name }) => name));
  const again = new Set(distinct.filter(({ nth }) => nth > 1).map(({ name }) => name));
  const called = rows.map(({ name, coach }, i) =>
    again.has(name) && coach !== null ? `${distinct[i].label} by ${coach}` : distinct[i].label,
  );
  return new Map(distinctNames(called).map(({ label }, i) => [rows[i].variant, label]));
};
