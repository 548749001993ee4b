import type { Page } from 'playwright';
import { faded } from './axe-findings.ts';

/** A text as it stands in the window. */
export interface SeenText {
  readonly what: string;
  readonly text: string;
  /** Of its letters. CSS pixels. */
  readonly size: number;
  /** Of its colour to what it lies on, 1..21. */
  readonly contrast: number;
}

/** Finds what an operator reads from afar: the cue that sounds, how long it still has, and what GO fires. */
const FIND = `(() => {
  const timer = document.querySelector('[aria-label=Performance] [role=timer]');
  const card = timer.closest('li');
  return { 'current cue': card.querySelector('span'), 'time left': timer.querySelector('span'),
    'next cue': document.querySelector('section[aria-label=Go] p') };
})()`;

/**
 * Colours are painted over each other as the window does, from the page's ground to the letters: so what is half
 * transparent counts as it is seen. A ground that is no colour cannot be measured so, and is told as no contrast.
 */
const LOOK = `(() => {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const paint = (colour) => { context.fillStyle = colour; context.fillRect(0, 0, 1, 1); };
  const luminance = () => {
    const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map((value) => {
      const part = value / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  return Object.entries(${FIND}).map(([what, element]) => {
    const chain = [];
    for (let each = element; each; each = each.parentElement) chain.unshift(getComputedStyle(each));
    paint('white');
    for (const { backgroundColor } of chain) paint(backgroundColor);
    const ground = luminance();
    const { color, fontSize } = chain.at(-1);
    paint(color);
    const letters = luminance();
    const isPlain = chain.every(({ opacity, backgroundImage }) => opacity === '1' && backgroundImage === 'none');
    const contrast = (Math.max(ground, letters) + 0.05) / (Math.min(ground, letters) + 0.05);
    return { what, text: element.textContent, size: Number.parseFloat(fontSize), contrast: isPlain ? contrast : 0 };
  });
})()`;

/** What is to be read from afar, dark and light; the window is dark thereafter. */
export const readFromAfar = async (page: Page): Promise<SeenText[]> => {
  const seen: SeenText[] = [];
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`);
    await faded(page);
    const texts = await page.evaluate<SeenText[]>(LOOK);
    seen.push(...texts.map((each) => ({ ...each, what: `${each.what}, ${theme}` })));
  }
  return seen;
};
