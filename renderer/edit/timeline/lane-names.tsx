import { Flag, Link2, Mic, Music4, Unlink2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useEditor } from '../edit-store.ts';
import { useHeardPlan } from './heard-plan.ts';
import { type Lanes, laneAt } from './lanes.ts';
import type { Scene } from './scene-types.ts';
import type { Stage } from './stage.ts';
import styles from './timeline.module.css';

const ICON = { size: 14, strokeWidth: 1.75, 'aria-hidden': true } as const;

/** The lanes' names, over their left ends. What is in a lane is named behind them. */
export const LaneNames = ({ lanes, scene, stage }: { lanes: Lanes; scene: Scene; stage: Stage | null }) => {
  const segments = useRef<HTMLDivElement>(null);
  const music = useRef<HTMLDivElement>(null);
  const heard = useHeardPlan();
  const coaches = useEditor((state) => state.workout?.coaches);
  const coach = coaches?.find(({ id }) => id === heard?.variant.coach) ?? coaches?.[0];
  const grid = gridText(scene);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the words make the width
  useEffect(() => {
    const end = (element: HTMLElement | null): number => (element ? element.offsetLeft + element.offsetWidth : 0);
    stage?.setLabels({ segments: end(segments.current), music: end(music.current) });
  }, [stage, grid?.text]);
  // A lane that is scrolled beneath the ruler shows no name.
  const hidden = (lane: 'segments' | 'music' | 'cues') => laneAt(lanes, lanes[lane].top + 12) === 'ruler';
  return (
    <div className={styles.names} aria-hidden>
      <div ref={segments} className={styles.name} style={{ top: lanes.segments.top + 4 }} hidden={hidden('segments')}>
        <Flag {...ICON} /> Segments
      </div>
      <div ref={music} className={styles.name} style={{ top: lanes.music.top + 4 }} hidden={hidden('music')}>
        <Music4 {...ICON} /> Music
        {grid === null ? null : (
          <span className={styles.grid} data-known={grid.known || undefined}>
            {grid.known ? <Link2 {...ICON} /> : <Unlink2 {...ICON} />} {grid.text}
          </span>
        )}
      </div>
      <div className={styles.name} style={{ top: lanes.cues.top + 4 }} hidden={hidden('cues')}>
        <Mic {...ICON} /> Cues{heard?.content === 'mix' && coach ? ` · ${coach.name}` : ''}
      </div>
    </div>
  );
};

/** Whether beats are known; null: there is no music. */
const gridText = ({ tracks }: Scene): { known: boolean; text: string } | null => {
  if (tracks.length === 0) return null;
  const known = tracks.filter(({ grid }) => grid !== null).length;
  if (known === tracks.length) return { known: true, text: 'beat grid' };
  return { known: known > 0, text: known === 0 ? 'no beat grid' : `beat grid of ${known} of ${tracks.length}` };
};
