/** Height of a row and of the list's head, CSS pixels. */
export const ROW = 46;
export const HEAD = 33;
