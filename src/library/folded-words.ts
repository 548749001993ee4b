/** Letters that stay themselves when their marks are taken off, as they are typed without them. */
const PLAIN: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};
const WORD = /[\p{L}\p{N}\p{Co}]+/gu;
/** Digits to which numbers are filled up in a sort key, so that 2 comes before 10. */
const DIGITS = 12;

/** Text as it is compared: lower case, without diacritics, ligatures taken apart. */
export const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    // Lower-casing İ gives a mark again.
    .replace(/\p{M}/gu, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => PLAIN[letter]);

/** The words of a text, folded. Everything that is no letter and no digit parts words. */
export const foldedWords = (text: string): string[] => fold(text).match(WORD) ?? [];

/** What a list is sorted by: folded, numbers in the order of their values. */
export const sortKey = (text: string): string =>
  foldedWords(text)
    .join(' ')
    .replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(DIGITS, '0'));

/**
 * An FTS5 expression that finds what has, for every word of `text`, a word that begins with it; null: no words, so
 * nothing to look for. Words hold letters and digits only: nothing a person types can be FTS5 syntax.
 */
export const matchEveryWord = (text: string): string | null => {
  const words = [...new Set(foldedWords(text))];
  return words.length === 0 ? null : words.map((word) => `"${word}"*`).join(' AND ');
};
