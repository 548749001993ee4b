import type { Host } from '../../host/index.ts';
import { fitCanvas } from '../../waveform/paint.ts';
import { useEditor } from '../edit-store.ts';
import { useMixTransport } from '../mix-transport.ts';
import { forgetWidths } from './paint/fitted-words.ts';
import { type Look, readLook } from './paint/look.ts';
import type { Paint } from './paint/paint.ts';
import { paintLanes } from './paint/paint-lanes.ts';
import { type Over, paintOver } from './paint/paint-over.ts';
import { createTiles, sameKey, type TileKey } from './paint/tiles.ts';
import { lanesOf } from './picture.ts';
import { currentScene } from './scene.ts';
import { useRulerDraft } from './timeline-drafts.ts';
import { useTimelineGhost } from './timeline-ghost.ts';
import { createTimelineSounds } from './timeline-sounds.ts';
import { resizeView, timelineView, useTimelineView } from './timeline-view.ts';

/** What paints a timeline, from its first look to its end. Nothing of it runs while nothing changes. */
export interface Stage {
  /** The canvas has another size, in device pixels; `ratio` of them make a CSS pixel. */
  resize(width: number, height: number, ratio: number): void;
  /** Where the names of lanes end, CSS pixels. */
  setLabels(labels: Over['labels']): void;
  /** The theme is another one. */
  restyle(): void;
  /** Calls back after every painted picture of the lanes; `heard` grows whenever a sound has come. */
  onPainted(listener: (look: Look, heard: number) => void): () => void;
  readonly sounds: ReturnType<typeof createTimelineSounds>;
  close(): void;
}

export const createStage = (canvas: HTMLCanvasElement, host: Host): Stage => {
  const context = canvas.getContext('2d', { alpha: false });
  if (!context) throw new Error('This page cannot draw');
  const tiles = createTiles();
  const listeners = new Set<(look: Look, heard: number) => void>();
  let size = { width: 0, height: 0, ratio: 1 };
  let labels: Over['labels'] = { segments: 0, music: 0 };
  let look: Look | null = null;
  let heardOf = 0;
  let picture = 0;
  let shown: TileKey | null = null;
  let path: string | null = null;

  const schedule = (): void => {
    if (picture === 0) picture = requestAnimationFrame(() => draw());
  };
  const sounds = createTimelineSounds(host, () => {
    heardOf++;
    schedule();
  });

  const overNow = (): Over => {
    const { loop, looping } = useMixTransport.getState();
    const draft = useRulerDraft.getState().loop;
    const scene = currentScene();
    const set = loop && { start: loop.start, end: loop.end ?? scene.end, on: looping };
    return { labels, loop: draft ? { ...draft, on: true } : set };
  };

  const draw = (): void => {
    picture = 0;
    const { width, height, ratio } = size;
    if (width === 0 || height === 0) return;
    look ??= readLook(canvas);
    const scene = currentScene();
    const view = timelineView();
    const lanes = lanesOf(scene, view);
    fitCanvas(canvas, width, height);
    const { framesPerPixel } = view;
    const perColumn = framesPerPixel / ratio;
    const first = Math.round(view.firstFrame / perColumn);
    const all = { context, ratio, framesPerPixel, scene, lanes, look, sounds };
    const paintOf = (target: CanvasRenderingContext2D, column: number, columns: number): Paint => ({
      ...{ ...all, context: target, firstFrame: column * perColumn, width: columns / ratio },
    });
    const key: TileKey = { framesPerPixel, ratio, height, scene, lanes, look, sounds: heardOf };
    sounds.begin();
    context.setTransform(1, 0, 0, 1, 0, 0);
    // Tiles are worth their while when the same picture is shifted; what changes as a whole is painted as a whole.
    if (shown && sameKey(shown, key))
      tiles.show(context, key, { first, width }, (target, column, columns) =>
        paintLanes(paintOf(target, column, columns), 0, height / ratio),
      );
    else paintLanes(paintOf(context, first, width), 0, height / ratio);
    shown = key;
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintOver(paintOf(context, first, width), overNow());
    for (const listener of [...listeners]) listener(look, heardOf);
    const isWhole = sounds.settle() && scene.length > 0 && scene.unplaced.every(({ state }) => state === 'failed');
    const drawn = isWhole ? 'all' : 'part';
    if (canvas.dataset.drawn !== drawn) canvas.dataset.drawn = drawn;
  };

  const follow = (): void => {
    const editor = useEditor.getState();
    if (editor.path !== path) {
      path = editor.path;
      useTimelineView.setState({ whole: true, laneScroll: 0 });
    }
    // A drag past the end makes room only once it is done: nothing moves under the pointer.
    const { ghost } = useTimelineGhost.getState();
    if (ghost === null) resizeView({ length: currentScene().length });
    schedule();
  };
  follow();
  const ends = [
    useEditor.subscribe(follow),
    useTimelineGhost.subscribe(follow),
    useTimelineView.subscribe(schedule),
    useMixTransport.subscribe(schedule),
    useRulerDraft.subscribe(schedule),
  ];
  // Words painted before their font came are painted again in it.
  const fontsCame = (): void => {
    forgetWidths();
    heardOf++;
    schedule();
  };
  document.fonts.addEventListener('loadingdone', fontsCame);

  return {
    sounds,
    resize(width, height, ratio) {
      size = { width, height, ratio };
      resizeView({ width: width / ratio, height: height / ratio });
      schedule();
    },
    setLabels(next) {
      if (next.segments === labels.segments && next.music === labels.music) return;
      labels = next;
      schedule();
    },
    restyle() {
      look = null;
      schedule();
    },
    onPainted(listener) {
      listeners.add(listener);
      schedule();
      return () => listeners.delete(listener);
    },
    close() {
      cancelAnimationFrame(picture);
      for (const end of ends) end();
      document.fonts.removeEventListener('loadingdone', fontsCame);
      sounds.close();
      tiles.clear();
    },
  };
};
