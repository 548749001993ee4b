import type { Paint } from './paint.ts';

/** Width of a tile, device pixels. */
const TILE = 512;
/** Tiles that are kept at most: three screens of 2,560 pixels. */
const KEPT = 18;

/** What a tile was painted from: another one of any makes it old. */
export interface TileKey {
  readonly framesPerPixel: number;
  readonly ratio: number;
  readonly height: number;
  readonly scene: Paint['scene'];
  readonly lanes: Paint['lanes'];
  readonly look: Paint['look'];
  /** Grows when a sound has come that was not there. */
  readonly sounds: number;
}

/** Stretches of the lanes as they were painted, side by side: scrolling shifts them and paints only what comes in. */
export interface Tiles {
  /**
   * Shows columns [first, first + width) of the timeline in `target`, device pixels; `paint` is called for each tile that
   * is not at hand, with its first column. The returned number says how many that were.
   */
  show(
    target: CanvasRenderingContext2D,
    key: TileKey,
    place: { first: number; width: number },
    paint: (context: CanvasRenderingContext2D, firstColumn: number, columns: number) => void,
  ): number;
  clear(): void;
}

export const createTiles = (): Tiles => {
  let key: TileKey | null = null;
  const tiles = new Map<number, HTMLCanvasElement>();
  let spare: HTMLCanvasElement[] = [];

  const tileFor = (height: number): HTMLCanvasElement => {
    const tile = spare.pop() ?? document.createElement('canvas');
    if (tile.width !== TILE || tile.height !== height) {
      tile.width = TILE;
      tile.height = height;
    }
    return tile;
  };
  const empty = (): void => {
    spare = [...spare, ...tiles.values()].slice(0, KEPT);
    tiles.clear();
  };

  return {
    show(target, wanted, { first, width }, paint) {
      if (!key || !sameKey(key, wanted)) empty();
      key = wanted;
      let painted = 0;
      for (let index = Math.floor(first / TILE); index * TILE < first + width; index++) {
        let tile = tiles.get(index);
        if (!tile) {
          if (tiles.size >= KEPT) {
            const oldest = tiles.keys().next().value!;
            spare.push(tiles.get(oldest)!);
            tiles.delete(oldest);
          }
          tile = tileFor(wanted.height);
          const context = tile.getContext('2d');
          if (!context) continue;
          paint(context, index * TILE, TILE);
          painted++;
        } else tiles.delete(index);
        tiles.set(index, tile);
        target.drawImage(tile, index * TILE - first, 0);
      }
      return painted;
    },
    clear() {
      key = null;
      tiles.clear();
      spare = [];
    },
  };
};

/** Whether tiles of the one are tiles of the other. */
export const sameKey = (a: TileKey, b: TileKey): boolean =>
  a.framesPerPixel === b.framesPerPixel &&
  a.ratio === b.ratio &&
  a.height === b.height &&
  a.scene === b.scene &&
  a.lanes === b.lanes &&
  a.look === b.look &&
  a.sounds === b.sounds;
