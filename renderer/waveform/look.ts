import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react';

/** An element's size in device pixels, and how many of them make a CSS pixel. Zero until it was laid out. */
export interface DeviceSize {
  readonly width: number;
  readonly height: number;
  readonly ratio: number;
}

/** Follows an element's size: its own, the window's zoom and the screen it is moved to. */
export const useDeviceSize = (element: RefObject<HTMLElement | null>): DeviceSize => {
  const [size, setSize] = useState<DeviceSize>({ width: 0, height: 0, ratio: 1 });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => {
      const ratio = window.devicePixelRatio || 1;
      const { contentRect: css } = entry;
      const [box] = entry.devicePixelContentBoxSize ?? [];
      // An emulated screen tells the box in other pixels than its ratio: then the ratio counts.
      const isTrue = box && Math.abs(box.inlineSize - css.width * ratio) < 2;
      const width = isTrue ? box.inlineSize : Math.round(css.width * ratio);
      const height = isTrue ? box.blockSize : Math.round(css.height * ratio);
      setSize((old) =>
        old.width === width && old.height === height && old.ratio === ratio ? old : { width, height, ratio },
      );
    });
    observe(observer, element.current);
    return () => observer.disconnect();
  }, [element]);
  return size;
};

const observe = (observer: ResizeObserver, element: Element): void => {
  try {
    observer.observe(element, { box: 'device-pixel-content-box' });
  } catch {
    // Engines without that box say so by throwing; the content box times the ratio is then off by a pixel at most.
    observer.observe(element);
  }
};

let theme = 0;
let observer: MutationObserver | null = null;
const listeners = new Set<() => void>();
/** Colours of this theme by what they are for; asking the browser makes it work out all styles at once. */
const colours = new Map<string, string>();

const listenToTheme = (changed: () => void): (() => void) => {
  listeners.add(changed);
  if (!observer) {
    observer = new MutationObserver(() => {
      theme++;
      colours.clear();
      for (const listener of [...listeners]) listener();
    });
    observer.observe(document.documentElement, { attributeFilter: ['data-theme', 'class'] });
  }
  return () => listeners.delete(changed);
};

/** Counts changes of the theme: whatever is painted in the theme's colours is painted anew with it. */
export const useTheme = (): number => useSyncExternalStore(listenToTheme, () => theme);

/** The CSS `color` of an element, asked once for all that are for the same thing (`voice, played`). */
export const colourOf = (element: Element, what: string): string => {
  const known = colours.get(what);
  if (known !== undefined) return known;
  const { color } = getComputedStyle(element);
  colours.set(what, color);
  return color;
};
