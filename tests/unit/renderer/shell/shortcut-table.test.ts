import { describe, expect, it } from 'vitest';
import { shortcutFor } from '../../../../renderer/shortcuts/registry.ts';
import { SHORTCUTS, type Shortcut } from '../../../../renderer/shortcuts/shortcut-table.ts';

const all: readonly Shortcut[] = SHORTCUTS;

/** A room's shortcut that says which one of all rooms it stands for. */
const takesOver = (one: Shortcut, other: Shortcut): boolean =>
  one.insteadOf === other.id && one.context !== 'everywhere' && other.context === 'everywhere';

/** Pairs of shortcuts that would both answer to the same keys in the same room. */
const conflictsOf = (shortcuts: readonly Shortcut[]): string[] =>
  shortcuts.flatMap((one, place) =>
    shortcuts
      .slice(place + 1)
      .filter(
        (other) => one.context === other.context || one.context === 'everywhere' || other.context === 'everywhere',
      )
      .filter((other) => !takesOver(one, other) && !takesOver(other, one))
      .flatMap((other) =>
        one.keys.filter((keys) => other.keys.includes(keys)).map((keys) => `${keys}: ${one.id}, ${other.id}`),
      ),
  );

describe('the table of shortcuts', () => {
  it('gives no keys to two shortcuts of one room', () => {
    expect(conflictsOf(all)).toEqual([]);
  });

  it('would find a conflict, within a room and with one that works everywhere', () => {
    const undo = all.find(({ id }) => id === 'edit.undo')!;
    const rival = (context: Shortcut['context']): Shortcut => ({ ...undo, id: 'rival', context });
    expect(conflictsOf([undo, rival('everywhere')])).toEqual(['Mod+Z: edit.undo, rival']);
    expect(conflictsOf([rival('run'), undo])).toEqual(['Mod+Z: rival, edit.undo']);
    expect(conflictsOf([rival('run'), { ...rival('edit'), id: 'third' }])).toEqual([]);
  });

  it('lets GO alone take keys that mean something in every room', () => {
    expect(all.filter(({ insteadOf }) => insteadOf !== undefined).map(({ id }) => id)).toEqual(['run.go']);
    const go = all.find(({ id }) => id === 'run.go')!;
    const play = all.find(({ id }) => id === 'play.toggle')!;
    expect(conflictsOf([go, play])).toEqual([]);
    expect(conflictsOf([{ ...go, context: 'everywhere' }, play])).toEqual(['Space: run.go, play.toggle']);
  });

  it('has every id once', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('writes modifiers in one order, so that a stroke finds its keys', () => {
    for (const { keys } of all)
      for (const key of keys)
        expect(key).toMatch(/^(Mod\+)?(Alt\+)?(Shift\+)?([A-Z0-9]|[^\w\s]|F\d|Space|[A-Z][a-zA-Z]+)$/);
  });

  it('lets only keys that type nothing work while a field has the focus', () => {
    for (const { keys, inFields } of all) if (inFields) for (const key of keys) expect(key).toMatch(/^(Mod|Alt)\+/);
  });
});

describe('finding a shortcut', () => {
  it('finds those of the room and those that work everywhere, and no other room’s', () => {
    expect(shortcutFor('/', 'library')?.id).toBe('library.search');
    expect(shortcutFor('/', 'export')).toBeUndefined();
    expect(shortcutFor('Mod+K', 'export')?.id).toBe('palette.open');
    expect(shortcutFor('Mod+Y', 'run')?.id).toBe('edit.redo');
  });
});
