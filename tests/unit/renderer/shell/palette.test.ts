import { describe, expect, it } from 'vitest';
import { paletteItems } from '../../../../renderer/palette/palette-items.ts';
import { searchItems } from '../../../../renderer/palette/palette-search.ts';
import { SHORTCUTS } from '../../../../renderer/shortcuts/shortcut-table.ts';
import type { WorkoutSummary } from '../../../../src/contract/index.ts';

const ride: WorkoutSummary = {
  ...{ path: '/w/thunder.json', id: 'thunder', title: 'Thursday Thunder', seconds: 60, cues: 3, segments: 2 },
  ...{ coaches: ['Ana'], errors: [], warnings: [], variants: [], outDir: '', openedAt: 0 },
};
const items = paletteItems(SHORTCUTS, () => true, [ride]);
const found = (typed: string): string[] => searchItems(items, typed).map(({ label }) => label);

describe('the palette', () => {
  it('offers what can be done now, and not itself', () => {
    const only = paletteItems(SHORTCUTS, (id) => id === 'edit.undo' || id === 'palette.open', []);
    expect(only.map(({ target }) => target)).toEqual(['edit.undo']);
  });

  it('shows everything before anything is typed', () => {
    expect(found('  ')).toHaveLength(items.length);
  });

  it('finds rooms, commands and workouts by the beginnings of their words, in any order', () => {
    expect(found('lib')).toContain('Go to Library');
    expect(found('thun')).toEqual(['Thursday Thunder']);
    expect(found('demo open')).toEqual(['Open the demo']);
    expect(found('thursday ana')).toEqual(['Thursday Thunder']);
  });

  it('forgives a slip', () => {
    expect(found('thudner')).toEqual(['Thursday Thunder']);
    expect(found('setings')).toContain('Go to Settings');
  });

  it('finds nothing where nothing is', () => {
    expect(found('xylophone')).toEqual([]);
  });
});
