import { memo, useMemo } from 'react';
import { toSeconds } from '../../../src/model/index.ts';
import { timeText } from '../../ui/times.ts';
import type { Scene, SceneCue } from './scene-types.ts';
import styles from './timeline.module.css';

/** More cues than this are not told of at once: those around the one that is chosen are. */
const TOLD = 400;

/** The id of a cue's place in the list, for `aria-activedescendant`. */
export const optionId = (cue: string): string => `timeline-cue-${cue}`;

/** `Cue 12, 19:00.1, Sprint one. Everything you have., 3.6 seconds`. */
export const cueWords = ({ index, start, end, text, state, taken, collides, pastEnd }: SceneCue): string => {
  const facts = [
    `Cue ${index + 1}`,
    timeText(start / 48_000),
    text.trim() === '' ? 'no words' : text,
    state === 'ready' ? `${toSeconds((end - start) as never).toFixed(1)} seconds` : null,
    state === 'failed' ? 'its take could not be made' : state === 'waiting' ? 'its take is being made' : null,
    taken ? null : 'not in this variant',
    collides ? 'overlaps another cue' : null,
    pastEnd ? 'runs past the end' : null,
  ];
  return facts.filter((fact) => fact !== null).join(', ');
};

/** The cues as a list that is heard and not seen: the picture's twin for screen readers. */
export const CueList = memo(({ cues }: { cues: Scene['cues'] }) => {
  const told = useMemo(() => {
    const own = cues.filter(({ copy }) => !copy);
    if (own.length <= TOLD) return own;
    const lead = Math.max(
      0,
      own.findIndex((cue) => cue.lead),
    );
    const first = Math.min(Math.max(0, lead - TOLD / 2), own.length - TOLD);
    return own.slice(first, first + TOLD);
  }, [cues]);
  return told.map((cue) => (
    <div
      key={cue.id}
      id={optionId(cue.id)}
      role="option"
      tabIndex={-1}
      className={styles.option}
      aria-selected={cue.selected}
      aria-posinset={cue.index + 1}
      aria-setsize={cues.length}
    >
      {cueWords(cue)}
    </div>
  ));
});
CueList.displayName = 'CueList';
