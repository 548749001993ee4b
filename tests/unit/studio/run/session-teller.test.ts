import { describe, expect, it } from 'vitest';
import type { SessionView } from '../../../../src/contract/index.ts';
import { createSessionTeller } from '../../../../src/studio/run/session-teller.ts';

/** A teller on a clock of its own; `name` stands for all that a view says besides its clock. */
const open = () => {
  let now = 0;
  let made = 0;
  const told: string[] = [];
  const teller = createSessionTeller(
    () => now,
    ({ name, clock }) => told.push(`${name} ${clock.frame}`),
  );
  return {
    told,
    made: () => made,
    at(ms: number): void {
      now = ms;
    },
    dueIn: teller.dueIn,
    forget: teller.forget,
    offer(name: string, frame: number, urgent: boolean, running = true): void {
      const view = (): SessionView => {
        made += 1;
        return { name, clock: { frame, at: now, running } } as SessionView;
      };
      teller.offer(view, urgent);
    },
  };
};

describe('what is told of a session', () => {
  it('is told at once to who waits for it, else ten times a second at most, and never too late', () => {
    const teller = open();
    teller.offer('a', 0, false);
    expect(teller.dueIn()).toBeNull();
    teller.at(30);
    teller.offer('b', 1_440, false);
    expect([teller.told, teller.made(), teller.dueIn()]).toEqual([['a 0'], 1, 70]);
    teller.at(40);
    teller.offer('c', 1_920, true);
    expect([teller.told, teller.dueIn()]).toEqual([['a 0', 'c 1920'], null]);
    teller.at(60);
    teller.offer('d', 2_880, false);
    expect(teller.dueIn()).toBe(80);
    teller.at(145);
    expect(teller.dueIn()).toBe(0);
    teller.offer('d', 6_960, false);
    expect([teller.told, teller.dueIn()]).toEqual([['a 0', 'c 1920', 'd 6960'], null]);
  });

  it('says nothing twice: a clock that goes on as it did is counted on by who was told', () => {
    const teller = open();
    teller.offer('a', 0, true);
    teller.at(1_000);
    teller.offer('a', 48_400, true);
    expect(teller.told).toEqual(['a 0']);
    teller.at(2_000);
    teller.offer('a', 96_000 - 500, true);
    expect(teller.told).toEqual(['a 0', 'a 95500']);
    teller.offer('a', 95_500, true, false);
    teller.at(9_000);
    teller.offer('a', 95_500, true, false);
    expect(teller.told).toEqual(['a 0', 'a 95500', 'a 95500']);
    teller.forget();
    teller.offer('a', 95_500, true, false);
    expect(teller.told).toHaveLength(4);
  });
});
