import UFuzzy from '@leeoniya/ufuzzy';
import type { PaletteItem } from './palette-items.ts';

// One slip inside a word is forgiven: a letter too many, too few, another, or two swapped.
const fuzzy = new UFuzzy({ intraMode: 1, intraIns: 1, intraSub: 1, intraTrn: 1, intraDel: 1 });

/** Items whose words match what was typed, in any order, best first; all of them when nothing was. */
export const searchItems = (items: readonly PaletteItem[], typed: string): readonly PaletteItem[] => {
  const wanted = typed.trim();
  if (wanted === '') return items;
  const texts = items.map(({ text }) => text);
  const [found, info, order] = fuzzy.search(texts, wanted, 2);
  if (!found) return [];
  return info && order ? order.map((place) => items[info.idx[place]]) : found.map((place) => items[place]);
};
