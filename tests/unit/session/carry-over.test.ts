import { describe, expect, it } from 'vitest';
import { carryOver, cueMap, cueMark } from '../../../src/session/carry-over.ts';
import { type RunnerState, reduce } from '../../../src/session/index.ts';
import { rehearse, s, showOf, sound } from './runner-harness.ts';

const group = (name: string, cues: unknown[], more: object = {}) => ({ id: name, name, cues, ...more });

/** What is carried over to another list, `seconds` after GO. Cues by name, as they are numbered there. */
const carried = (before: unknown[], after: unknown[], seconds: number, given?: (state: RunnerState) => RunnerState) => {
  const show = showOf(before);
  const run = rehearse(show);
  run.send({ kind: 'go' });
  run.to(seconds);
  const next = showOf(after);
  const state = given?.(run.state()) ?? run.state();
  const { state: here, gone } = carryOver(state, cueMap(show.steps.map(cueMark), next), next);
  const named = (cue: number): string => next.steps[cue].cue.name;
  return {
    ...{ state: here, next },
    runs: here.runs.filter(({ phase }) => phase !== 'done').map(({ cue }) => named(cue)),
    gone: gone.map(({ cue }) => show.steps[cue].cue.name),
    of: (name: string) => here.runs.find(({ cue }) => named(cue) === name)!,
    named,
  };
};

describe('what goes on in another list', () => {
  it('is what has the same sound, wherever it stands by then', () => {
    const louder = sound('one', {}, { gain_db: -6 });
    expect(carried([sound('one')], [sound('new'), louder], 1)).toMatchObject({ runs: ['one'], gone: [] });
    const trimmed = sound('one', {}, { trim_start_ms: 5 });
    expect(carried([sound('one')], [trimmed], 1)).toMatchObject({ runs: [], gone: ['one'] });
    const more = { layers: [...sound('one').layers, { role: 'voice', file: 'more.wav' }] };
    expect(carried([sound('one')], [sound('one', more)], 1)).toMatchObject({ runs: [], gone: ['one'] });
  });

  it('takes a group with what it holds, and what it holds with a group', () => {
    const before = [group('g', [sound('one', { duration_seconds: 2 }), sound('two')])];
    expect(carried(before, [sound('one', { duration_seconds: 2 }), sound('two')], 1)).toMatchObject({
      ...{ runs: [], gone: ['g', 'one'] },
    });
    const other = group('g', [sound('one', {}, { file: 'other.wav' }), sound('two')]);
    expect(carried(before, [other], 1)).toMatchObject({ runs: [], gone: ['g', 'one'] });
    // What is over in it is no reason.
    expect(carried(before, [other], 3)).toMatchObject({ runs: ['g', 'two'] });
  });

  it('stands in its group where the group has it now', () => {
    const [one, two, three] = ['one', 'two', 'three'].map((name) => sound(name, { duration_seconds: 2 }));
    const { of, next, state } = carried([group('g', [one, two])], [group('g', [three, one, two, sound('four')])], 3);
    expect(of('two').place).toBe(2);
    const { commands } = reduce(next, state, { kind: 'tick' }, s(4), 4_000);
    const fired = commands.flatMap((each) => (each.kind === 'claim' ? [next.steps[each.cue].cue.name] : []));
    expect(fired).toEqual(['four']);
  });

  it('keeps the order that was drawn for it, and what is new comes last', () => {
    const names = ['a', 'b', 'c', 'd', 'e'];
    const playlist = (more: string[]) =>
      group(
        'g',
        [...more, ...names].map((name) => sound(name)),
        { mode: 'playlist', shuffle: true },
      );
    const drawn = rehearse(showOf([playlist([])]));
    drawn.send({ kind: 'go' });
    const before = drawn.state().runs[0].order.map((cue) => names[cue - 1]);
    expect(before).not.toEqual(names);
    const { of, named } = carried([playlist([])], [playlist(['new'])], 1);
    expect(of('g').order.map(named)).toEqual([...before, 'new']);
  });

  it('is known by what was known of it, of the same file only', () => {
    const after = [sound('new'), sound('two', {}, { file: 'other.wav' }), sound('one', {}, { trim_start_ms: 5 })];
    const { state, next } = carried([sound('one'), sound('two')], after, 1);
    const place = next.steps.find(({ cue }) => cue.name === 'one')!.index;
    expect(state.facts).toEqual({ [`${place}/0`]: expect.objectContaining({ frames: s(10) }) });
  });

  it('counts how often its groups were played on', () => {
    const g = group('g', [sound('one')]);
    const { state, next } = carried([g], [sound('new'), g], 1, (was) => ({ ...was, passes: { 0: 3 } }));
    expect(state.passes).toEqual({ [next.steps.find(({ cue }) => cue.name === 'g')!.index]: 3 });
  });
});
