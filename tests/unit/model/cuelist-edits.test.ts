import { describe, expect, it } from 'vitest';
import {
  applyCuelistEdits,
  CueforgeError,
  type CuelistDocument,
  type CuelistEdit,
  readCuelistDocument,
  tellCuelistProblem,
} from '../../../src/model/index.ts';

const sound = (id: string, more: object = {}) => ({
  id,
  name: id.toUpperCase(),
  layers: [{ file: `${id}.wav` }],
  ...more,
});
const show = (): CuelistDocument => ({
  id: 'show',
  cues: [
    sound('a', { number: '1', hotkey: 'F1' }),
    sound('b', { follow: 'auto-follow', transition: { type: 'gap', duration_ms: 20 } }),
    {
      id: 'g',
      name: 'Group',
      cues: [sound('c'), sound('d'), { id: 'stop-c', control: { does: 'stop', target: 'c' } }],
    },
    { id: 'fade-a', name: 'Down', control: { does: 'fade', target: 'a', gain_db: -6 } },
    { id: 'p', name: 'To come', kind: 'placeholder', duration_seconds: 4 },
  ],
});
const END = { group: null, before: null };
const apply = (...edits: CuelistEdit[]) => applyCuelistEdits(show(), edits);
/** The list as a row of ids, groups in brackets. */
const row = ({ cues }: { cues: CuelistDocument['cues'] }): string =>
  cues.map((cue) => (cue.cues ? `${cue.id}[${row(cue as never)}]` : cue.id)).join(' ');
const refused = (...edits: CuelistEdit[]): string => {
  try {
    apply(...edits);
  } catch (error) {
    if (error instanceof CueforgeError && error.failure.code === 'bad-argument') return error.message;
    throw error;
  }
  throw new Error('it was done');
};

describe('cues of a list', () => {
  it('are added where they go, with ids of their own', () => {
    const cues = [sound('a'), { control: { does: 'stop' as const, target: 'a' } }, sound('new')];
    const { document, touched } = apply({ op: 'cues.add', cues, to: { group: 'g', before: 'd' } });
    expect(row(document)).toBe('a b g[c cue-10 cue-11 new d stop-c] fade-a p');
    expect(touched).toEqual(['cue-10', 'cue-11', 'new']);
    expect(Object.keys(document.cues[2].cues?.[2] ?? {})[0]).toBe('id');
    // What came along acts on what came along; what was there on what was there.
    expect(document.cues[2].cues?.[2].control?.target).toBe('cue-10');
    expect(document.cues[3].control?.target).toBe('a');
  });

  it('are moved in the order of the list, what a group holds with it', () => {
    expect(row(apply({ op: 'cues.move', ids: ['p', 'a'], to: { group: 'g', before: null } }).document)).toBe(
      'b g[c d stop-c a p] fade-a',
    );
    expect(row(apply({ op: 'cues.move', ids: ['d', 'g', 'b'], to: END }).document)).toBe('a fade-a p b g[c d stop-c]');
    // Before one of themselves is where they are.
    expect(row(apply({ op: 'cues.move', ids: ['b', 'g'], to: { group: null, before: 'g' } }).document)).toBe(
      'a b g[c d stop-c] fade-a p',
    );
    expect(apply({ op: 'cues.move', ids: ['b'], to: { group: null, before: 'g' } })).toMatchObject({
      patches: [],
      touched: [],
    });
  });

  it('leave no empty group behind', () => {
    const all = ['c', 'd', 'stop-c'];
    expect(row(apply({ op: 'cues.move', ids: all, to: END }).document)).toBe('a b fade-a p c d stop-c');
    expect(row(apply({ op: 'cues.remove', ids: all }).document)).toBe('a b fade-a p');
    expect(row(apply({ op: 'cues.move', ids: all, to: { group: 'g', before: null } }).document)).toBe(
      'a b g[c d stop-c] fade-a p',
    );
    const outer = apply({ op: 'cues.group', ids: ['g'], mode: 'together', name: 'Outer' }).document;
    const { document } = applyCuelistEdits(outer, [{ op: 'cues.remove', ids: all }]);
    expect(row(document)).toBe('a b fade-a p');
  });

  it('are copied with new ids, and without what names one cue alone', () => {
    const { document, touched } = apply({ op: 'cues.copy', ids: ['g', 'a'], to: { group: null, before: 'b' } });
    expect(row(document)).toBe('a cue-9 cue-10[cue-11 cue-12 cue-13] b g[c d stop-c] fade-a p');
    expect(touched).toEqual(['cue-9', 'cue-10']);
    const [, a, g] = document.cues;
    expect(a).toEqual({ id: 'cue-9', name: 'A', layers: [{ file: 'a.wav' }] });
    expect(g.cues?.[2].control?.target).toBe('cue-11');
  });

  it('are deleted; what acts on them keeps its target, and the checks say so', () => {
    const { document, touched } = apply({ op: 'cues.remove', ids: ['a', 'c'] });
    expect(row(document)).toBe('b g[d stop-c] fade-a p');
    expect(touched).toEqual([]);
    expect(document.cues[2].control?.target).toBe('a');
    const { cuelist, problems } = readCuelistDocument(document);
    expect(cuelist).not.toBeNull();
    expect(problems.map(({ severity, path }) => [severity, path])).toEqual([
      ['warning', 'cues[1].cues[1].control.target'],
      ['warning', 'cues[2].control.target'],
    ]);
  });

  it('are put into a group that gives way as the last of them did', () => {
    const { document, touched } = apply({ op: 'cues.group', ids: ['d', 'b'], mode: 'playlist', name: 'Both' });
    expect(row(document)).toBe('a cue-9[b d] g[c stop-c] fade-a p');
    expect(document.cues[1]).toMatchObject({ name: 'Both', mode: 'playlist' });
    expect(document.cues[1]).not.toHaveProperty('follow');
    expect(touched.slice(0, 1)).toEqual(['cue-9']);
    const follows = apply({ op: 'cues.group', ids: ['a', 'b'], mode: 'sequence', name: '' }).document.cues[0];
    expect(follows).toMatchObject({ follow: 'auto-follow', transition: { type: 'gap', duration_ms: 20 } });
    expect(row(apply({ op: 'cues.ungroup', ids: ['g'] }).document)).toBe('a b c d stop-c fade-a p');
  });

  it('are changed field by field; null takes one out', () => {
    const change = { color: 'teal', number: null, pre_wait_ms: 250 };
    const [a, b] = apply({ op: 'cues.change', ids: ['a', 'b'], change }).document.cues;
    expect(a).toEqual({ ...sound('a'), hotkey: 'F1', color: 'teal', pre_wait_ms: 250 });
    expect(b).toMatchObject({ color: 'teal', follow: 'auto-follow' });
  });

  it('become what they have: a placeholder that gets its sound is one no longer', () => {
    const layers = [{ file: 'came.wav' }];
    const edit: CuelistEdit = { op: 'cues.change', ids: ['p'], change: { layers } };
    const { document, read } = apply(edit);
    expect(document.cues[4]).toEqual({ id: 'p', name: 'To come', duration_seconds: 4, layers });
    expect(read?.cuelist.cues[4].action.kind).toBe('sound');
    expect(read?.problems).toEqual([]);
    const back = applyCuelistEdits(document, [{ op: 'cues.change', ids: ['p'], change: { layers: null } }]);
    expect(back.read?.cuelist.cues[4].action.kind).toBe('memo');
    const stated = apply({ op: 'cues.change', ids: ['a'], change: { layers: null, kind: 'memo' } });
    expect(stated.document.cues[0].kind).toBe('memo');
  });
});

it('the list has a name, an end and numbers of its own', () => {
  const audio = { prefetch_lead_seconds: 4, max_buffer_seconds_voice: 6 };
  const first = apply({ op: 'list.change', change: { name: 'Friday', loop_mode: 'loop', audio } });
  expect(first.document).toMatchObject({ name: 'Friday', loop_mode: 'loop', settings: { audio } });
  expect(first.read?.cuelist.settings.prefetchLead).toBe(4);
  const second = applyCuelistEdits(first.document, [
    { op: 'list.change', change: { name: null, audio: { prefetch_lead_seconds: null } } },
  ]);
  expect(second.document).not.toHaveProperty('name');
  expect(second.document.settings?.audio).toEqual({ max_buffer_seconds_voice: 6 });
});

it('what makes no sense is refused, with the cue’s name', () => {
  const cases: [string, CuelistEdit][] = [
    ['the id of a cue, got "nobody"', { op: 'cues.remove', ids: ['a', 'nobody'] }],
    ['got “A”, which is none', { op: 'cues.add', cues: [sound('x')], to: { group: 'a', before: null } }],
    ['a cue of “Group” to go before, got “A”', { op: 'cues.move', ids: ['b'], to: { group: 'g', before: 'a' } }],
    ['a cue of the list itself', { op: 'cues.move', ids: ['b'], to: { group: null, before: 'c' } }],
    ['outside of “Group”', { op: 'cues.move', ids: ['g'], to: { group: 'g', before: null } }],
    ['expected a group, got “B”', { op: 'cues.ungroup', ids: ['b'] }],
    ['in “To come”, duration_seconds', { op: 'cues.change', ids: ['p'], change: { duration_seconds: null } }],
    [
      'in “C”, layers[0].trim_end_ms',
      {
        op: 'cues.change',
        ids: ['c'],
        change: { layers: [{ file: 'c.wav', trim_start_ms: 20, trim_end_ms: 10 }] },
      },
    ],
    ['in settings.audio.kept_heads', { op: 'list.change', change: { audio: { kept_heads: -1 } } }],
  ];
  for (const [words, edit] of cases) expect(refused(edit)).toContain(words);
  expect(refused({ op: 'cues.remove', ids: ['b'] }, { op: 'cues.remove', ids: ['b'] })).toContain('"b"');
});

it('what is wrong with a list that plays is told by the names of its cues', () => {
  const told = (document: CuelistDocument): string[] =>
    readCuelistDocument(document).problems.map((problem) => tellCuelistProblem(document, problem));
  expect(told({ id: 'new', cues: [] })).toEqual(['The list has no cues yet']);
  expect(told(apply({ op: 'cues.remove', ids: ['a', 'c'] }).document)).toEqual([
    '“stop-c” acts on "c", which is not in the list, and so does nothing',
    '“Down” acts on "a", which is not in the list, and so does nothing',
  ]);
  const inside = apply({ op: 'cues.change', ids: ['d'], change: { shuffle: true } }).document;
  expect(told(inside)).toEqual(['“D”, shuffle: expected shuffle in a playlist only; the order is kept']);
});

it('is called in a menu what was done', () => {
  const change = (ids: string[], change: object): CuelistEdit => ({ op: 'cues.change', ids, change });
  const cases: [string, ...CuelistEdit[]][] = [
    ['Add “X”', { op: 'cues.add', cues: [sound('x')], to: END }],
    ['Add 1 cue', { op: 'cues.add', cues: [{ kind: 'memo' }], to: END }],
    ['Add 2 cues', { op: 'cues.add', cues: [sound('x'), sound('y')], to: END }],
    ['Move 3 cues', { op: 'cues.move', ids: ['a', 'b', 'fade-a'], to: END }],
    ['Copy “Group”', { op: 'cues.copy', ids: ['g'], to: END }],
    ['Delete “A”', { op: 'cues.remove', ids: ['a', 'a'] }],
    ['Group 2 cues', { op: 'cues.group', ids: ['a', 'b'], mode: 'sequence', name: 'Both' }],
    ['Ungroup “Group”', { op: 'cues.ungroup', ids: ['g'] }],
    ['Rename “Down”', change(['fade-a'], { name: 'Up' })],
    ['Change the colour of 2 cues', change(['a', 'b'], { color: 'teal' })],
    ['Change the colour of 2 cues', change(['a'], { color: 'teal' }), change(['b'], { color: 'red' })],
    ['Change what follows “B”', change(['b'], { follow: 'stop' })],
    ['Change the order of “Group”', change(['g'], { mode: 'playlist', shuffle: true })],
    ['Change “A”', change(['a'], { notes: 'Loud.', color: 'red' })],
    ['Rename the cuelist', { op: 'list.change', change: { name: 'Friday' } }],
    ['Change the cuelist', { op: 'list.change', change: { loop_mode: 'loop' } }],
  ];
  for (const [label, ...edits] of cases) expect(apply(...edits).label).toBe(label);
});
