import { beatOfFrame, frameOfBeat, frames } from '../../../src/model/index.ts';
import { useEditor } from '../edit-store.ts';
import { gridAt, musicGrid } from '../music-grid.ts';
import { currentScene } from './scene.ts';
import { timelineView } from './timeline-view.ts';

/** How near a place has to be, CSS pixels. */
const REACH = 8;
const BARS_OF_PHRASE = 8;

/** The frame that a drag in the ruler means: the place that is snapped to where one is near, else the frame itself. */
export const snappedFrame = (frame: number): number => {
  const { snap } = useEditor.getState();
  const reach = REACH * timelineView().framesPerPixel;
  const near = (place: number): number => (Math.abs(place - frame) <= reach ? Math.max(0, place) : frame);
  if (snap === 'off') return frame;
  if (snap === 'segment') {
    const { segments } = currentScene();
    const places = segments.flatMap(({ start, end }) => [start, end]);
    return places.map(near).find((place) => place !== frame) ?? frame;
  }
  const found = gridAt(musicGrid(), frame);
  if (!found) return frame;
  const { span, grid } = found;
  const step = snap === 'beat' ? 1 : grid.beatsPerBar * (snap === 'phrase' ? BARS_OF_PHRASE : 1);
  const beat = Math.round(beatOfFrame(span, grid, frame) / step) * step;
  return near(frames(frameOfBeat(span, grid, beat)));
};
