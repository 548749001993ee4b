import { readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

/** In screen pixels, as the system counts them. */
const windowState = z.object({
  x: z.number().int().nullable(),
  y: z.number().int().nullable(),
  width: z.number().int().min(100).max(32_767),
  height: z.number().int().min(100).max(32_767),
  maximized: z.boolean(),
});
export type WindowState = z.infer<typeof windowState>;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest window in which nothing is cut off. Pixels. */
export const LEAST = { width: 1024, height: 680 } as const;
const FIRST: WindowState = { x: null, y: null, width: 1440, height: 900, maximized: false };
/** So much of a window must lie on a display for it to be found and moved. Pixels. */
const IN_REACH = 120;

/**
 * Brings a window to where its user can reach it: displays come and go. One that lies on a display stays as it is, cut
 * to the display's size; one that does not is centred by the system (`x` and `y` null). `areas`: work areas, the main one first.
 */
export const fitToDisplays = (state: WindowState, areas: readonly Area[]): WindowState => {
  const { x, y } = state;
  const home = x === null || y === null ? undefined : areas.find((area) => reaches({ ...state, x, y }, area));
  const area = home ?? areas[0];
  const width = Math.min(state.width, area?.width ?? state.width);
  const height = Math.min(state.height, area?.height ?? state.height);
  if (!home || x === null || y === null) return { ...state, x: null, y: null, width, height };
  return {
    ...state,
    x: clamp(x, home.x - width + IN_REACH, home.x + home.width - IN_REACH),
    y: clamp(y, home.y, home.y + home.height - IN_REACH),
    width,
    height,
  };
};

const reaches = (window: Area, area: Area): boolean =>
  Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x) >= IN_REACH &&
  Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y) >= IN_REACH;

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most);

/** What was kept; where nothing readable is, the size of a first window. */
export const readWindowState = (file: string): WindowState => {
  try {
    return windowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return FIRST;
  }
};

/** Keeps a state: beside its place, then renamed. */
export const writeWindowState = async (file: string, state: WindowState): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.partial`, JSON.stringify(state));
  await rename(`${file}.partial`, file);
};
