import { usePlayer } from '../../player/index.ts';
import { mixPlays, playhead, useMixTransport } from '../mix-transport.ts';
import { useRulerDraft } from './timeline-drafts.ts';
import { framesAcross, lookAt, reveal, timelineView, useTimelineView, xOf } from './timeline-view.ts';

/** The view turns its page when the playhead comes so far, and has it so far from its left edge then. Of the width. */
const TURN_AT = 0.94;
const TURN_TO = 0.06;

/**
 * Moves elements with the playhead: nothing is painted, and React does not hear of it. `lines`: elements that stand at
 * frame 0 of the view; `place` gives their place in CSS pixels. `turns`: whether the view follows while the mix plays.
 * The returned function ends it.
 */
export const followPlayhead = (
  lines: readonly { readonly element: HTMLElement; readonly place: (frame: number) => number | null }[],
  turns: boolean,
): (() => void) => {
  let picture = 0;
  let played = false;
  let before = { firstFrame: Number.NaN, framesPerPixel: 0 };

  const move = (): void => {
    picture = 0;
    const plays = mixPlays();
    const frame = useRulerDraft.getState().playhead ?? playhead();
    if (plays && turns) turnPage(frame);
    played = plays;
    for (const { element, place } of lines) {
      const x = place(frame);
      element.style.visibility = x === null ? 'hidden' : 'visible';
      if (x !== null) element.style.transform = `translate3d(${x}px, 0, 0)`;
    }
    if (plays) schedule();
  };
  const turnPage = (frame: number): void => {
    const view = timelineView();
    const stayed = view.firstFrame === before.firstFrame && view.framesPerPixel === before.framesPerPixel;
    before = { firstFrame: view.firstFrame, framesPerPixel: view.framesPerPixel };
    if (!view.follow) return;
    if (!played) {
      reveal(frame);
      return;
    }
    const x = xOf(view, frame);
    // Whoever scrolled away wants to look elsewhere: pages turn again once the playhead is back in sight.
    if (stayed && (x > view.width * TURN_AT || x < 0) && x < view.width * 1.5)
      lookAt({ firstFrame: frame - framesAcross(view) * TURN_TO });
  };
  const schedule = (): void => {
    if (picture === 0) picture = requestAnimationFrame(move);
  };
  schedule();
  const ends = [
    usePlayer.subscribe(schedule),
    useMixTransport.subscribe(schedule),
    useTimelineView.subscribe(schedule),
    useRulerDraft.subscribe(schedule),
  ];
  return () => {
    cancelAnimationFrame(picture);
    for (const end of ends) end();
  };
};
