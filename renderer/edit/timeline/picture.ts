import { playhead, useMixTransport } from '../mix-transport.ts';
import { type Hit, hitTest, type Picture } from './hit-test.ts';
import { type Lanes, layLanes } from './lanes.ts';
import { currentScene, type Scene } from './scene.ts';
import { timelineView } from './timeline-view.ts';

let known: { rows: number; markers: boolean; height: number; scroll: number; lanes: Lanes } | null = null;

/** The lanes of a scene in a box of this height; the same value for as long as nothing of it changes. */
export const lanesOf = (
  scene: Pick<Scene, 'rows' | 'markers'>,
  { height, laneScroll: scroll }: { height: number; laneScroll: number },
): Lanes => {
  const [rows, markers] = [scene.rows.length, scene.markers.length > 0];
  const same = known?.rows === rows && known.markers === markers && known.height === height && known.scroll === scroll;
  if (!known || !same) known = { rows, markers, height, scroll, lanes: layLanes({ rows, markers, height, scroll }) };
  return known.lanes;
};

/** The timeline as it is seen now. */
export const currentPicture = (): Picture => {
  const [scene, view] = [currentScene(), timelineView()];
  const { loop } = useMixTransport.getState();
  return {
    ...{ scene, view, lanes: lanesOf(scene, view), playhead: playhead() },
    loop: loop && { start: loop.start, end: loop.end ?? scene.end },
  };
};

/** What is under a point of the lanes' box now, CSS pixels from its left and top edges. */
export const hitNow = (x: number, y: number): Hit => hitTest(x, y, currentPicture());
