/** How units are said after a number. `one` after exactly one and before a noun ("a five minute effort"). */
export interface SpokenUnit {
  /** Regular expression source of what is written; matched with the `u` flag, in the case given here. */
  readonly written: string;
  readonly one: string;
  readonly many: string;
}

/** A unit of several letters, in any case: `any('min')` matches min, Min, MIN. */
const any = (letters: string): string => letters.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const unit = (written: string, one: string, many = `${one}s`): SpokenUnit => ({ written, one, many });

/** Longer spellings stand before the shorter ones they begin with. */
export const SPOKEN_UNITS: readonly SpokenUnit[] = [
  unit('%', 'percent', 'percent'),
  unit('° ?[cC](?:elsius)?', 'degree Celsius', 'degrees Celsius'),
  unit('° ?[fF](?:ahrenheit)?', 'degree Fahrenheit', 'degrees Fahrenheit'),
  unit('°', 'degree'),
  unit(any('km/h'), 'kilometer per hour', 'kilometers per hour'),
  unit(`${any('km')}[hH]`, 'kilometer per hour', 'kilometers per hour'),
  unit(any('kph'), 'kilometer per hour', 'kilometers per hour'),
  unit(any('mph'), 'mile per hour', 'miles per hour'),
  unit('m/s', 'meter per second', 'meters per second'),
  unit('[wW]/[kK][gG]', 'watt per kilogram', 'watts per kilogram'),
  unit(any('rpm'), 'R P M', 'R P M'),
  unit(any('bpm'), 'B P M', 'B P M'),
  unit(any('spm'), 'S P M', 'S P M'),
  unit(any('kcal'), 'kilocalorie'),
  unit(any('cal'), 'calorie'),
  unit(any('kj'), 'kilojoule'),
  unit(any('kw'), 'kilowatt'),
  unit(any('kgs'), 'kilogram'),
  unit(any('kg'), 'kilogram'),
  unit(any('kms'), 'kilometer'),
  unit(any('km'), 'kilometer'),
  unit(any('cm'), 'centimeter'),
  unit(any('mm'), 'millimeter'),
  unit('m[lL]', 'milliliter'),
  unit('mg', 'milligram'),
  unit('ms', 'millisecond'),
  unit(any('db'), 'decibel'),
  unit(any('hz'), 'hertz', 'hertz'),
  unit(any('lbs'), 'pound'),
  unit(any('lb'), 'pound'),
  unit(any('oz'), 'ounce'),
  unit(any('ft'), 'foot', 'feet'),
  unit(any('yds'), 'yard'),
  unit(any('yd'), 'yard'),
  unit(any('miles'), 'mile'),
  unit(any('mile'), 'mile'),
  unit(any('mi'), 'mile'),
  unit(any('minutes'), 'minute'),
  unit(any('minute'), 'minute'),
  unit(any('mins'), 'minute'),
  unit(any('min'), 'minute'),
  unit(any('seconds'), 'second'),
  unit(any('second'), 'second'),
  unit(any('secs'), 'second'),
  unit(any('sec'), 'second'),
  unit(any('hours'), 'hour'),
  unit(any('hour'), 'hour'),
  unit(any('hrs'), 'hour'),
  unit(any('hr'), 'hour'),
  unit('[sS]', 'second'),
  unit('[hH]', 'hour'),
  unit('[wW]', 'watt'),
  unit('m', 'meter'),
  unit('g', 'gram'),
  unit('[lL]', 'liter'),
  unit('[kK]', 'K', 'K'),
  unit('M', 'million', 'million'),
];

/** Matches any unit. */
export const UNIT_SOURCE = `(?:${SPOKEN_UNITS.map((each) => each.written).join('|')})`;

const matchers = SPOKEN_UNITS.map((each) => ({ ...each, whole: new RegExp(`^(?:${each.written})$`, 'u') }));

/** What UNIT_SOURCE matched, in words. */
export const unitWords = (written: string, count: 'one' | 'many'): string => {
  const found = matchers.find((each) => each.whole.test(written));
  return found === undefined ? written : found[count];
};
