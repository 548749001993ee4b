import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toSpokenText } from '../../../src/speech/spoken-text.ts';

const reads = (title: string, table: readonly (readonly [written: string, spoken: string])[]) =>
  describe(title, () => {
    it.each(table)('%s', (written, spoken) => {
      expect(toSpokenText(written, {})).toBe(spoken);
      expect(toSpokenText(spoken, {})).toBe(spoken);
    });
  });

reads('repeats and ranges', [
  ['2x30s @ 90 rpm', 'two times thirty seconds at ninety R P M'],
  ['2 × 30 s', 'two times thirty seconds'],
  ['3x', 'three times'],
  ['x3', 'times three'],
  ['3x10 reps', 'three times ten reps'],
  ['4 x (3 min on, 2 min off)', 'four times (three minutes on, two minutes off)'],
  ['85-95 rpm', 'eighty-five to ninety-five R P M'],
  ['100-110rpm x 30s', 'one hundred to one hundred ten R P M times thirty seconds'],
  ['HR: 150–160bpm', 'heart rate: one hundred fifty to one hundred sixty B P M'],
  ['10am-11am', 'ten A M to eleven A M'],
  ['3–5 min', 'three to five minutes'],
  ['3 sets x 12 reps', 'three sets of twelve reps'],
  ['1x', 'one time'],
  ['8x20s/10s', 'eight times twenty seconds, ten seconds'],
  [`10 x 1'/1'`, 'ten times one minute, one minute'],
  [`6x30"/30"`, 'six times thirty seconds, thirty seconds'],
  ['Week 3/Day 2', 'Week three, Day two'],
  ['10 reps/side, 2 min/side', 'ten reps per side, two minutes per side'],
  ['10 - 12 reps', 'ten to twelve reps'],
  ['10min-15min', 'ten minutes to fifteen minutes'],
  ['3-2-1 go', 'three, two, one go'],
  ['3... 2... 1... GO!', 'three, two, one, GO!'],
  ['level 5→6', 'level five to six'],
  ['30s on/30s off', 'thirty seconds on, thirty seconds off'],
]);

reads('percent and signs', [
  ['10%', 'ten percent'],
  ['+5%', 'plus five percent'],
  ['-5 %', 'minus five percent'],
  ['What % is it?', 'What percent is it?'],
  ['60-70%', 'sixty to seventy percent'],
  ['+/-5 W', 'plus or minus five watts'],
  ['90+ rpm', 'ninety plus R P M'],
  ['> 90 rpm', 'more than ninety R P M'],
  ['~90 rpm', 'about ninety R P M'],
]);

reads('times', [
  ['1:30', 'one minute thirty seconds'],
  ['0:45', 'forty-five seconds'],
  ['5:00', 'five minutes'],
  ['0:00', 'zero seconds'],
  ['1:30:00', 'one hour thirty minutes'],
  ['1:30-2:00', 'one minute thirty seconds to two minutes'],
  ['4:30/km', 'four minutes thirty seconds per kilometer'],
  ['6:30 am', 'six thirty A M'],
  ['at 6pm', 'at six P M'],
  ['1h30', 'one hour thirty minutes'],
  ['2m30s', 'two minutes thirty seconds'],
  [`3x8'`, 'three times eight minutes'],
  [`1'30"`, 'one minute thirty seconds'],
  ['2:1 ratio', 'two to one ratio'],
]);

reads('units', [
  ['1 min', 'one minute'],
  ['1 s', 'one second'],
  ['30 secs', 'thirty seconds'],
  ['30 sec. hard, 1 min. easy', 'thirty seconds hard, one minute easy'],
  ['5-min effort', 'five minute effort'],
  ['2 h', 'two hours'],
  ['HR 150 bpm', 'heart rate one hundred fifty B P M'],
  ['200W', 'two hundred watts'],
  ['3.5 W/kg', 'three point five watts per kilogram'],
  ['12 kg', 'twelve kilograms'],
  ['5km', 'five kilometers'],
  ['25 km/h', 'twenty-five kilometers per hour'],
  ['30 kph', 'thirty kilometers per hour'],
  ['20 mph', 'twenty miles per hour'],
  ['400m', 'four hundred meters'],
  ['1.25 mi', 'one point two five miles'],
  ['6 ft', 'six feet'],
  ['150 lb', 'one hundred fifty pounds'],
  ['500 kcal', 'five hundred kilocalories'],
  ['20°C', 'twenty degrees Celsius'],
  ['1°', 'one degree'],
  ['12 reps/min', 'twelve reps per minute'],
  ['5K run', 'five K run'],
]);

reads('effort', [
  ['FTP test at 95% FTP', 'F T P test at ninety-five percent F T P'],
  ['RPE 7/10', 'R P E seven out of ten'],
  ['RPE 7-8', 'R P E seven to eight'],
  ['Z2', 'zone two'],
  ['zone 2', 'zone two'],
  ['Z2-Z3', 'zone two to three'],
  ['VO2max', 'V O two max'],
  ['HRmax', 'max heart rate'],
  ['set 2/5', 'set two of five'],
]);

reads('numbers', [
  ['0', 'zero'],
  ['2.5', 'two point five'],
  ['1,000', 'one thousand'],
  ['1,000,000', 'one million'],
  ['1234567', 'one million two hundred thirty-four thousand five hundred sixty-seven'],
  ['007', 'zero zero seven'],
  ['1st 2nd 3rd 21st 100th', 'first second third twenty-first one hundredth'],
  ['#3', 'number three'],
  ['in 2024 and 1999 and 2005', 'in twenty twenty-four and nineteen ninety-nine and two thousand five'],
  ['1905', 'nineteen oh five'],
  ['2000 steps', 'two thousand steps'],
  ['the 1990s', 'the nineteen nineties'],
  ['2024-05-01', 'May first, twenty twenty-four'],
  ['½ mile', 'half a mile'],
  ['1½ min', 'one and a half minutes'],
  ['1/2', 'one half'],
  ['3/4', 'three quarters'],
  ['¼', 'one quarter'],
  ['8/10 effort', 'eight out of ten effort'],
  ['40/20', 'forty twenty'],
  ['1,2,3', 'one, two, three'],
  ['2,5 km', 'two point five kilometers'],
  ['70% 1RM', 'seventy percent one R M'],
  ['mid-50s', 'mid-fifties'],
  ['B12 H2O', 'B twelve H two O'],
]);

reads('signs and abbreviations', [
  ['arms & legs', 'arms and legs'],
  ['w/ me', 'with me'],
  ['w/o weights', 'without weights'],
  ['you vs. me', 'you versus me'],
  ['e.g. squats', 'for example, squats'],
  ['approx. 5 mins', 'approximately five minutes'],
  ['$1.50', 'one dollar and fifty cents'],
  ['€5', 'five euros'],
  ['£3.20', 'three pounds and twenty pence'],
  ['$2 million', 'two million dollars'],
  ['Ready?! GO!!!', 'Ready! GO!'],
]);

describe('what is not for the ear', () => {
  it.each([
    ['Push hard 💪🏽🔥!', 'Push hard!'],
    ['👨‍👩‍👧 1️⃣ 🇫🇷', 'one'],
    ['<b>Go</b> **now**, _please_', 'Go now, please'],
    ['[the plan](https://example.org/a) https://example.org', 'the plan'],
    ['“Let’s go”', `"Let's go"`],
    ['Warm up\nThen sprint', 'Warm up. Then sprint'],
    ['- one\n- two', 'one. two'],
    ['Say "Go 10"', 'Say "Go ten"'],
    ['🔥', ''],
    ['   ', ''],
    ['...', ''],
  ])('%s', (written, spoken) => expect(toSpokenText(written, {})).toBe(spoken));
});

describe('lexicon', () => {
  const lexicon = {
    ftp: 'threshold',
    'Alpe du Zwift': 'alp due zwift',
    sst: 'sweet spot',
    'sst long': 'long sweet',
    Z2: 'easy',
  };
  it.each([
    ['FTP up', 'threshold up'],
    ['climb alpe  DU zwift', 'climb alp due zwift'],
    ['SST long ride, SST', 'long sweet ride, sweet spot'],
    ['95% ftp', 'ninety-five percent threshold'],
    ['ftpx is a word of its own', 'ftpx is a word of its own'],
    ['Z2, then Z3', 'easy, then zone three'],
  ])('%s', (written, spoken) => expect(toSpokenText(written, lexicon)).toBe(spoken));

  it('leaves the spoken form alone', () => {
    expect(toSpokenText('go', { go: 'Gō 2x30s @ <b>' })).toBe('Gō 2x30s @ <b>');
  });

  it('takes any key, also one that is a pattern or a name of Object', () => {
    expect(toSpokenText('a+b (c) constructor', { 'a+b': 'sum', '(c)': 'see', '': 'nothing' })).toBe(
      'sum see constructor',
    );
  });
});

/** Shorthand that rules could misread in each other's company. */
const shorthand = fc
  .array(
    fc.oneof(
      fc.nat(2_000_000).map(String),
      fc.constantFrom(
        ...'x × @ % : - – / . , + # & ° $ € ½ ¼ ( ) \' " s sec min h rpm bpm W kg km km/h m mi ft lb Z HR RPE FTP vs. e.g. w/ approx. 1st reps go Push 💪 … = < > ~ * 1,000 0:45 am'.split(
          ' ',
        ),
        ' ',
        '  ',
        '\n',
      ),
    ),
    { maxLength: 14 },
  )
  .map((parts) => parts.join(''));
const anyText = fc.oneof(shorthand, fc.string({ unit: 'binary', maxLength: 80 }), fc.string({ maxLength: 80 }));

describe('for any text', () => {
  it('never throws, stays bounded, and leaves no digit', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const spoken = toSpokenText(text, {});
        expect(spoken).not.toMatch(/\p{N}/u);
        expect(spoken).toMatch(/^[\p{L}\p{M}.,!?;:'"()\- ]*$/u);
        expect(spoken.length).toBeLessThanOrEqual(20 * text.length + 20);
      }),
      { numRuns: 3000 },
    );
  });

  it('reads spoken text as it stands', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const spoken = toSpokenText(text, {});
        expect(toSpokenText(spoken, {})).toBe(spoken);
      }),
      { numRuns: 3000 },
    );
  });

  it('takes any lexicon', () => {
    fc.assert(
      fc.property(anyText, fc.dictionary(fc.string({ maxLength: 8 }), fc.string({ maxLength: 8 })), (text, lexicon) => {
        expect(typeof toSpokenText(text, lexicon)).toBe('string');
      }),
    );
  });

  it('is quick on long text', () => {
    for (const part of [
      '1',
      '1,',
      '1:',
      'x',
      ' ',
      '<a',
      '[',
      '-',
      '3 min ',
      'a/',
      '.',
      '1/',
      "'",
      '1"',
      '"',
      'a"1',
      '1-',
    ]) {
      const began = performance.now();
      toSpokenText(part.repeat(20_000 / part.length), {});
      expect(performance.now() - began, JSON.stringify(part)).toBeLessThan(2_000);
    }
  });
});
