import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { seconds, toWebVtt } from '../../../src/model/index.ts';

const cue = (id: string, start: number, end: number, text: string) => ({
  id,
  start: seconds(start),
  end: seconds(end),
  text,
});

it('writes cues in order of start', () => {
  expect(toWebVtt([cue('b', 3723.0456, 3725, 'Down'), cue('a', 5, 6.5, 'Up & <away> --> now\r\n\n \r\nGo\n')])).toBe(
    `WEBVTT

a
00:00:05.000 --> 00:00:06.500
Up &amp; &lt;away&gt; --&gt; now
Go

b
01:02:03.046 --> 01:02:05.000
Down
`,
  );
});

it('writes a valid file for no cues, for a cue of no length, and past 99 hours', () => {
  expect(toWebVtt([])).toBe('WEBVTT\n');
  expect(toWebVtt([cue('a', 1, 1, 'x')])).toContain('00:00:01.000 --> 00:00:01.001');
  expect(toWebVtt([cue('a', 360_000, 360_001, 'x')])).toContain('100:00:00.000 --> 100:00:01.000');
});

it('has one arrow and one block for each cue, whatever its text', () => {
  const anyText = fc.string({ unit: fc.constantFrom('-', '>', '<', '&', '\n', '\r', ' ', 'a', '\0', 'é') });
  const anyCue = fc.record({ id: anyText, start: fc.nat(9999), length: fc.nat(99), text: anyText });
  fc.assert(
    fc.property(fc.array(anyCue), (cues) => {
      const vtt = toWebVtt(cues.map((c) => cue(c.id, c.start, c.start + c.length, c.text)));
      expect(vtt.match(/-->/g)?.length ?? 0).toBe(cues.length);
      expect(vtt).not.toContain('\0');
      const timings = vtt.split('\n\n').slice(1);
      expect(timings.filter((block) => block.includes('-->'))).toHaveLength(cues.length);
    }),
  );
});
