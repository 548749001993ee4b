import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS, type Frames, type LayerRole, type SessionSettings } from '../../../src/model/index.ts';
import { type Load, type Need, nextLoads, type Resident } from '../../../src/plan/index.ts';

const s = (seconds: number): Frames => Math.round(seconds * 48_000) as Frames;
const need = (key: string, role: LayerRole, at: number | null, length: number | null, cue = 0): Need => ({
  ...{ key, role, cue, layer: 0 },
  ...{ at: at === null ? null : s(at), length: length === null ? null : s(length) },
});
const resident = (key: string, role: LayerRole, reserved: number, state: Resident['state'], usedAt = 0): Resident => ({
  ...{ key, role, state },
  ...{ reserved: s(reserved), usedAt: s(usedAt) },
});
const said = (loads: readonly Load[]): string[] =>
  loads.map((load) =>
    load.kind === 'open'
      ? `open ${load.need.key} ${load.room / 48_000}`
      : load.kind === 'grow'
        ? `grow ${load.key} ${load.room / 48_000}`
        : load.kind === 'evict'
          ? `evict ${load.key}`
          : `defer ${load.need.key}`,
  );

describe('what to open or evict', () => {
  it('opens as much as a role has room for, and the whole of what is shorter', () => {
    const needs = [need('a', 'voice', null, 4), need('b', 'background', null, 300), need('c', 'generic', null, null)];
    expect(said(nextLoads(needs, [], DEFAULT_SETTINGS))).toEqual(['open a 4', 'open b 10', 'open c 5']);
  });

  it('shares a role between the layers of a cue, and all of it between the roles', () => {
    const two = [need('a', 'voice', null, null), need('b', 'voice', null, 3)];
    expect(said(nextLoads(two, [], DEFAULT_SETTINGS))).toEqual(['open a 7', 'open b 3']);
    const all = (['voice', 'background', 'generic'] as const).map((role) => need(role, role, null, null));
    expect(said(nextLoads(all, [], DEFAULT_SETTINGS))).toEqual(['open voice 8', 'open background 8', 'open generic 4']);
  });

  it('defers what finds no room beside what plays', () => {
    const playing = [resident('p', 'voice', 10, 'playing')];
    expect(said(nextLoads([need('a', 'voice', 3, null)], playing, DEFAULT_SETTINGS))).toEqual(['defer a']);
    const nearlyOver = [resident('p', 'voice', 6, 'playing')];
    expect(said(nextLoads([need('a', 'voice', 3, null)], nearlyOver, DEFAULT_SETTINGS))).toEqual(['open a 4']);
  });

  it('lets go of what is needed no more, then of kept heads, the oldest first', () => {
    const held = [
      resident('gone', 'voice', 10, 'head'),
      resident('young', 'background', 6, 'kept', 9),
      resident('old', 'background', 6, 'kept', 1),
    ];
    expect(said(nextLoads([need('a', 'voice', null, null)], held, DEFAULT_SETTINGS))).toEqual([
      'evict gone',
      'evict old',
      'open a 10',
    ]);
  });

  it('makes a later cue give way to a sooner one', () => {
    const held = [resident('later', 'voice', 10, 'head')];
    const needs = [need('soon', 'voice', 1, null, 1), need('later', 'voice', 7, null, 2)];
    expect(said(nextLoads(needs, held, DEFAULT_SETTINGS))).toEqual(['evict later', 'open soon 10', 'defer later']);
  });

  it('grows what found little room, when there is more', () => {
    const held = [resident('p', 'voice', 2, 'playing'), resident('a', 'voice', 0.3, 'head')];
    const needs = [need('a', 'voice', 1, null, 1), need('b', 'voice', 7, null, 2)];
    expect(said(nextLoads(needs, held, DEFAULT_SETTINGS))).toEqual(['grow a 8', 'defer b']);
    expect(said(nextLoads([need('a', 'voice', 1, 0.3)], held, DEFAULT_SETTINGS))).toEqual([]);
  });

  it('gives back what a lowered budget has no room for: kept heads, then what is needed last', () => {
    const low = {
      ...DEFAULT_SETTINGS,
      maxBufferTotal: s(9),
      maxBuffer: { ...DEFAULT_SETTINGS.maxBuffer, voice: s(6) },
    };
    const held = [
      resident('p', 'voice', 2, 'playing'),
      resident('a', 'voice', 3, 'head'),
      resident('b', 'voice', 4, 'head'),
      resident('k', 'voice', 3, 'kept'),
    ];
    const needs = [need('a', 'voice', 1, 3, 1), need('b', 'voice', 7, 4, 2)];
    expect(said(nextLoads(needs, held, low))).toEqual(['evict k', 'evict b', 'open b 1']);
    expect(said(nextLoads([], [resident('k', 'voice', 1, 'kept')], { ...low, keptHeads: 0 }))).toEqual(['evict k']);
  });

  it('never exceeds the budget, whatever is held and needed', () => {
    const role = fc.constantFrom<LayerRole>('voice', 'background', 'generic');
    const length = fc.option(fc.double({ min: 0.01, max: 30, noNaN: true }));
    const settings = fc
      .record({
        voice: fc.integer({ min: 0, max: 12 }),
        background: fc.integer({ min: 0, max: 12 }),
        generic: fc.integer({ min: 0, max: 6 }),
        total: fc.integer({ min: 0, max: 30 }),
      })
      .map(
        ({ voice, background, generic, total }): SessionSettings => ({
          ...DEFAULT_SETTINGS,
          maxBuffer: { voice: s(voice), background: s(background), generic: s(generic) },
          maxBufferTotal: s(total),
        }),
      );
    const needs = fc.array(fc.record({ role, length, cue: fc.integer({ min: 0, max: 3 }) }), { maxLength: 8 });
    const steps = fc.array(fc.record({ needs, release: fc.double({ min: 0, max: 1, noNaN: true }) }), { maxLength: 6 });
    fc.assert(
      fc.property(settings, steps, (limits, rounds) => {
        let held: Resident[] = [];
        for (const [round, { needs: asked, release }] of rounds.entries()) {
          const list = asked.map((each, place) =>
            need(`${each.cue}/${place}/${each.role}`, each.role, place, each.length, each.cue),
          );
          const loads = nextLoads(list, held, limits);
          for (const load of loads) {
            if (load.kind === 'evict') {
              expect(held.find(({ key }) => key === load.key)?.state).not.toBe('playing');
              held = held.filter(({ key }) => key !== load.key);
            } else if (load.kind === 'grow') {
              expect(held.find(({ key }) => key === load.key)!.reserved).toBeLessThan(load.room);
              held = held.map((each) => (each.key === load.key ? { ...each, reserved: load.room } : each));
            } else if (load.kind === 'open') {
              held.push({
                key: load.need.key,
                role: load.need.role,
                reserved: load.room,
                state: 'head',
                usedAt: s(round),
              });
            }
            const sum = (which: LayerRole | null): number =>
              held
                .filter((each) => which === null || (each.role === which && each.state !== 'kept'))
                .reduce((total, { reserved }) => total + reserved, 0);
            for (const which of ['voice', 'background', 'generic'] as const)
              expect(sum(which)).toBeLessThanOrEqual(limits.maxBuffer[which]);
            expect(sum(null)).toBeLessThanOrEqual(limits.maxBufferTotal);
          }
          // Each need is held or deferred, and what has room is not deferred for nothing.
          for (const { key } of list)
            expect(
              held.some((each) => each.key === key) ||
                loads.some((load) => load.kind === 'defer' && load.need.key === key),
            ).toBe(true);
          held = held.map((each, place) => {
            // A kept head sounds only as a head that is opened with it: it has found its room then.
            if (each.state === 'kept') return each;
            if (place % 3 === 0)
              return {
                ...each,
                key: `run/${round}/${each.key}`,
                state: 'playing' as const,
                reserved: Math.floor(each.reserved * release) as Frames,
              };
            return place % 3 === 1 ? { ...each, key: `kept/${round}/${each.key}`, state: 'kept' as const } : each;
          });
        }
      }),
    );
  });
});
