import { expect, it } from 'vitest';
import { seconds } from '../../../src/model/index.ts';
import { toLrc } from '../../../src/render/lrc.ts';

const head = { title: 'Ride · Ana', artist: 'Ana', album: 'Ride', length: seconds(360) };
const line = (start: number, end: number, text: string) => ({ start: seconds(start), end: seconds(end), text });
const said = (...lines: ReturnType<typeof line>[]): string[] => toLrc(head, lines).split('\n').slice(5, -1);

it('says what it is of', () => {
  expect(toLrc(head, [])).toBe('[ti:Ride · Ana]\n[ar:Ana]\n[al:Ride]\n[length:06:00.00]\n[by:Cueforge]\n');
  expect(
    toLrc({ ...head, artist: ' ', title: 'a]\nb' }, [])
      .split('\n')
      .slice(0, 2),
  ).toEqual(['[ti:a) b]', '[al:Ride]']);
});

it('shows each line from its start, in order, and nothing in the pauses', () => {
  expect(said(line(12.345, 14, 'Then'), line(5, 12.2, 'First'), line(6_000.999, 6_003, 'Last'))).toEqual([
    ...['[00:05.00]First', '[00:12.35]Then', '[00:14.00]'],
    ...['[100:01.00]Last', '[100:03.00]'],
  ]);
});

it('keeps a line one line, and takes nothing in it for a time', () => {
  expect(
    said(line(0, 0.2, ' Up\r\nand over '), line(0.3, 0.4, '[00:09.00] not now'), line(0.5, 1, '[so <00:01.00>')),
  ).toEqual([...['[00:00.00]Up and over', '[00:00.30](00:09.00) not now', '[00:00.50](so ‹00:01.00>', '[00:01.00]']]);
});
