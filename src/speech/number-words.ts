/** Numbers in words, as a coach says them: American English, no "and". Pure; never throws. */

const SMALL =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = ',,twenty,thirty,forty,fifty,sixty,seventy,eighty,ninety'.split(',');

const belowHundred = (n: number): string => {
  if (n < 20) return SMALL[n];
  const ones = n % 10;
  return ones === 0 ? TENS[n / 10] : `${TENS[(n - ones) / 10]}-${SMALL[ones]}`;
};

const belowThousand = (n: number): string => {
  if (n < 100) return belowHundred(n);
  const hundreds = `${SMALL[Math.floor(n / 100)]} hundred`;
  return n % 100 === 0 ? hundreds : `${hundreds} ${belowHundred(n % 100)}`;
};

const wholeWords = (n: number): string => {
  if (n === 0) return SMALL[0];
  const parts: string[] = [];
  const millions = Math.floor(n / 1e6);
  const thousands = Math.floor(n / 1e3) % 1e3;
  if (millions > 0) parts.push(`${belowThousand(millions)} million`);
  if (thousands > 0) parts.push(`${belowThousand(thousands)} thousand`);
  if (n % 1e3 > 0) parts.push(belowThousand(n % 1e3));
  return parts.join(' ');
};

/** Digits one by one: "007" is "zero zero seven". */
const digitWords = (digits: string): string => [...digits].map((digit) => SMALL[Number(digit)]).join(' ');

/**
 * A written number: digits with optional thousands commas and a decimal point. Whole parts of a thousand million and
 * more, and ones that start with a zero ("007"), are read digit by digit.
 */
export const numberWords = (written: string): string => {
  const [whole, fraction] = written.replaceAll(',', '').split('.');
  const byDigits = whole.length > 9 || /^0\d/.test(whole);
  const head = whole === '' ? [] : [byDigits ? digitWords(whole) : wholeWords(Number(whole))];
  return [...head, ...(fraction === undefined ? [] : ['point', digitWords(fraction)])].join(' ');
};

const IRREGULAR_ORDINALS: Readonly<Record<string, string>> = {
  one: 'first',
  two: 'second',
  three: 'third',
  five: 'fifth',
  eight: 'eighth',
  nine: 'ninth',
  twelve: 'twelfth',
};

/** "21" is "twenty-first". */
export const ordinalWords = (written: string): string =>
  numberWords(written).replace(/[a-z]+$/, (last) => IRREGULAR_ORDINALS[last] ?? `${last.replace(/y$/, 'ie')}th`);

/** A year, four digits: "1999" is "nineteen ninety-nine", "2005" is "two thousand five". */
export const yearWords = (year: string): string => {
  const century = Number(year.slice(0, 2));
  const rest = Number(year.slice(2));
  if (century === 20 && rest < 10) return numberWords(year);
  if (rest === 0) return `${belowHundred(century)} hundred`;
  return `${belowHundred(century)} ${rest < 10 ? `oh ${SMALL[rest]}` : belowHundred(rest)}`;
};

/** A decade: "1990" is "nineteen nineties", "50" is "fifties". */
export const decadeWords = (decade: string): string =>
  `${decade.length === 4 ? yearWords(decade) : numberWords(decade)}s`.replace(/ys$/, 'ies');

const PARTS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  2: ['half', 'halves'],
  3: ['third', 'thirds'],
  4: ['quarter', 'quarters'],
  5: ['fifth', 'fifths'],
  6: ['sixth', 'sixths'],
  8: ['eighth', 'eighths'],
};

/** A proper fraction with a common denominator: "3", "4" is "three quarters". Null: not read as a fraction. */
export const fractionWords = (above: string, below: string): string | null => {
  const part = PARTS[below];
  if (part === undefined || Number(above) < 1 || Number(above) >= Number(below)) return null;
  return `${numberWords(above)} ${Number(above) === 1 ? part[0] : part[1]}`;
};
