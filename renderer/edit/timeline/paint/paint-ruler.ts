import { ENGINE_RATE } from '../../../../src/model/index.ts';
import { css } from './look.ts';
import { crisp, framesSeen, hairline, type Paint } from './paint.ts';
import { barStep, beatLines, numberedBars, rulerText, timeStep } from './ruler-ticks.ts';

/** Times stand above bars. CSS pixels from the top of the ruler. */
const TIME_BASELINE = 14;
const BAR_TOP = 21;
const BAR_BASELINE = 34;
/** Room of a time, and of each digit after its point, and of a bar's number. */
const TIME_ROOM = 72;
const DIGIT_ROOM = 8;
const BAR_ROOM = 44;

/** Times, and under them the bars of the music where its beats are known. */
export const paintRuler = (paint: Paint): void => {
  const { context, lanes, look, width } = paint;
  const { height } = lanes.ruler;
  context.fillStyle = css(look.bg1);
  context.fillRect(0, 0, width, height);
  if (paint.scene.length > 0) paintTimes(paint);
  paintBars(paint);
  context.fillStyle = css(look.line);
  context.fillRect(0, height - hairline(paint), width, hairline(paint));
};

const paintTimes = (paint: Paint): void => {
  const { context, look, firstFrame, framesPerPixel, scene } = paint;
  const { start, end } = framesSeen(paint, TIME_ROOM + 80);
  const step = timeStep(framesPerPixel, TIME_ROOM);
  const wider = step.digits > 0 ? timeStep(framesPerPixel, TIME_ROOM + step.digits * DIGIT_ROOM) : step;
  const parts = Math.round(wider.seconds / wider.tick);
  const first = Math.max(0, Math.ceil(start / ENGINE_RATE / wider.tick));
  const last = Math.floor(Math.min(end, scene.length) / ENGINE_RATE / wider.tick);
  context.font = `11px ${look.mono}`;
  context.textBaseline = 'alphabetic';
  const line = hairline(paint);
  for (let tick = first; tick <= last; tick++) {
    const seconds = tick * wider.tick;
    const x = crisp(paint, (seconds * ENGINE_RATE - firstFrame) / framesPerPixel);
    const isMajor = tick % parts === 0;
    context.fillStyle = css(isMajor ? look.line2 : look.line);
    context.fillRect(x, isMajor ? 3 : 13, line, isMajor ? 15 : 5);
    if (!isMajor) continue;
    context.fillStyle = css(look.t2);
    context.fillText(rulerText(seconds, wider.digits), x + 5, TIME_BASELINE);
  }
};

const paintBars = (paint: Paint): void => {
  const { context, look, firstFrame, framesPerPixel, scene } = paint;
  const seen = framesSeen(paint, BAR_ROOM);
  context.font = `10px ${look.mono}`;
  const line = hairline(paint);
  const { height } = paint.lanes.ruler;
  for (const region of scene.regions) {
    if (region.start > seen.end || region.end < seen.start) continue;
    context.fillStyle = css(look.line2);
    for (const { frame, kind } of beatLines(region, seen, framesPerPixel)) {
      const tall = kind === 'bar' ? 6 : 3;
      context.fillRect(crisp(paint, (frame - firstFrame) / framesPerPixel), height - tall, line, tall);
    }
    for (const { frame, bar } of numberedBars(region, seen, barStep(region, framesPerPixel, BAR_ROOM))) {
      const x = crisp(paint, (frame - firstFrame) / framesPerPixel);
      context.fillStyle = css(look.music, 0.75);
      context.fillRect(x, BAR_TOP + 4, line, height - BAR_TOP - 4);
      context.fillStyle = css(look.t3);
      context.fillText(String(bar), x + 4, BAR_BASELINE);
    }
  }
};
