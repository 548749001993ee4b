import { lastBefore } from '../hit-test.ts';
import { fitted } from './fitted-words.ts';
import { css } from './look.ts';
import { crisp, framesSeen, hairline, type Paint } from './paint.ts';

const NAME_MOST = 160;

/** Flags with their names, and a line down through all lanes. */
export const paintMarkers = (paint: Paint): void => {
  const { context, scene, lanes, look, width } = paint;
  const { top, height } = lanes.markers;
  if (height === 0) return;
  context.fillStyle = css(look.bg1);
  context.fillRect(0, top, width, height);
  const { markers } = scene;
  const first = Math.max(
    0,
    lastBefore(markers, framesSeen(paint, NAME_MOST + 30).start, ({ at }) => at),
  );
  const last = lastBefore(markers, framesSeen(paint, 8).end, ({ at }) => at);
  for (let i = first; i <= last; i++) {
    const { at, name, selected } = markers[i];
    const x = crisp(paint, (at - paint.firstFrame) / paint.framesPerPixel);
    const next = markers[i + 1];
    const free = next ? (next.at - at) / paint.framesPerPixel - 20 : NAME_MOST;
    context.fillStyle = css(selected ? look.select : look.t2);
    context.beginPath();
    context.moveTo(x, top + 4);
    context.lineTo(x + 9, top + 8);
    context.lineTo(x, top + 12);
    context.fill();
    context.fillRect(x, top + 3, hairline(paint), height - 3);
    context.font = `${selected ? 600 : 500} 11px ${look.sans}`;
    context.fillStyle = css(selected ? look.t1 : look.t2);
    if (free > 16) context.fillText(fitted(context, name, Math.min(NAME_MOST, free)), x + 13, top + 13);
    context.fillStyle = css(selected ? look.select : look.t3, selected ? 0.9 : 0.4);
    context.fillRect(x, top + height, hairline(paint), lanes.cues.top + lanes.cues.height - top - height);
  }
};
