import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readTypedSearch, typedTag, withoutFilter } from '../../../../renderer/library/typed-filters.ts';

const only = (text: string) => {
  const { words, filters } = readTypedSearch(text);
  expect(words).toBe('');
  expect(filters).toHaveLength(1);
  return filters[0];
};

describe('what is typed narrows', () => {
  test.each([
    ['bpm 120–140', 120, 140],
    ['bpm 120-140', 120, 140],
    ['bpm 140 to 120', 120, 140],
    ['120..140 bpm', 120, 140],
    ['120-140bpm', 120, 140],
    ['bpm >120', 120, null],
    ['< 100 bpm', null, 100],
    ['under 100 bpm', null, 100],
    ['bpm 128', 127.5, 128.5],
    ['128 BPM', 127.5, 128.5],
  ])('%s: tempo', (text, least, most) => {
    expect(only(text)).toMatchObject({ by: 'bpm', range: { least, most } });
  });

  test.each([
    ['>10 min', 600, null],
    ['> 10 m', 600, null],
    ['≥1,5 h', 5400, null],
    ['<30s', null, 30],
    ['over 2 minutes', 120, null],
    ['3–5 min', 180, 300],
  ])('%s: length', (text, least, most) => {
    expect(only(text)).toMatchObject({ by: 'seconds', range: { least, most } });
  });

  test.each([
    ['lufs -16..-12', -16, -12],
    ['-12 to -16 LUFS', -16, -12],
    ['−16–−12 lufs', -16, -12],
    ['> -14 lufs', -14, null],
    ['lufs < -20', null, -20],
    ['loud', -11, null],
    ['quiet', null, -18],
  ])('%s: loudness', (text, least, most) => {
    expect(only(text)).toMatchObject({ by: 'lufs', range: { least, most } });
  });

  test('kinds and tags', () => {
    expect(only('kind:voice')).toMatchObject({ by: 'kind', kind: 'voice' });
    expect(only('kind Tone')).toMatchObject({ by: 'kind', kind: 'tone' });
    expect(only('#cool-down')).toMatchObject({ by: 'tag', tag: 'cool-down' });
    expect(only('#{long mix}')).toMatchObject({ by: 'tag', tag: 'long mix' });
  });
});

test('says what it understood in words', () => {
  const labels = readTypedSearch('bpm 120-140 >10 min lufs -16..-12 loud #climb').filters.map(({ label }) => label);
  expect(labels).toEqual(['120–140 bpm', 'over 10 min', '−16 to −12 LUFS', 'loud (over −11 LUFS)', '# climb']);
});

test('the rest is words', () => {
  expect(readTypedSearch('neon bpm 120–140 divide loud').words).toBe('neon divide');
  expect(readTypedSearch('10 minutes').words).toBe('10 minutes');
  expect(readTypedSearch('louder cloud quiet-ish kind regards').filters).toEqual([]);
  expect(readTypedSearch('bpm').words).toBe('bpm');
  expect(readTypedSearch('120-140').filters).toEqual([]);
});

test('between quotes it is words', () => {
  expect(readTypedSearch('"loud" quiet')).toMatchObject({
    words: 'loud',
    filters: [{ label: 'quiet (under −18 LUFS)' }],
  });
  expect(readTypedSearch('"bpm 128"').words).toBe('bpm 128');
});

test('a filter can be taken out of the text, and the others stay', () => {
  const text = 'neon bpm 120–140 loud >10 min';
  const { filters } = readTypedSearch(text);
  expect(withoutFilter(text, filters[0])).toBe('neon loud >10 min');
  expect(withoutFilter(text, filters[1])).toBe('neon bpm 120–140 >10 min');
  expect(withoutFilter('loud', readTypedSearch('loud').filters[0])).toBe('');
});

test('any tag survives being typed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9äß-]+( [a-z0-9äß-]+)*$/), (tag) => {
      expect(only(typedTag(tag))).toMatchObject({ by: 'tag', tag });
    }),
  );
});

test('any text at all is read without failing, and taking out every filter leaves its words', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom('bpm', '120', '-', '140', '>', '10', 'min', 'loud', '#', 'a', '"', 'lufs')),
      (parts) => {
        let text = parts.join(' ');
        const { words } = readTypedSearch(text);
        for (let guard = 0; guard < 50; guard++) {
          const [first] = readTypedSearch(text).filters;
          if (!first) break;
          text = withoutFilter(text, first);
        }
        expect(readTypedSearch(text).filters).toEqual([]);
        expect(words.length).toBeLessThanOrEqual(parts.join(' ').length);
      },
    ),
  );
});
