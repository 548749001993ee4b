/** Values of a document whose shape is not known to be right: what checks look at beside the schema. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Entry {
  readonly index: number;
  readonly fields: Fields;
}

/** The objects of a list, by their places in it. */
export const entriesOf = (document: Fields, key: string): Entry[] => {
  const list = document[key];
  if (!Array.isArray(list)) return [];
  return list.flatMap((fields: unknown, index) => (isRecord(fields) ? [{ index, fields }] : []));
};

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isAbsent = (value: unknown): boolean =>
  value === undefined || value === null || (typeof value === 'string' && value.trim() === '');

/** A time the schema accepts, or null. */
export const timeIn = (value: unknown, most: number): number | null =>
  typeof value === 'number' && value >= 0 && value <= most ? value : null;

export const textsOf = (value: unknown): string[] | null =>
  Array.isArray(value) ? value.filter((text): text is string => typeof text === 'string') : null;
