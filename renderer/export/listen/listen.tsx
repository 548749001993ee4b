import { useMemo } from 'react';
import type { MadeExport } from '../../../src/contract/index.ts';
import { useStudio } from '../../state/studio.ts';
import { Panel } from '../../ui/panel.tsx';
import { Segmented } from '../../ui/segmented.tsx';
import { replacedText } from '../detail/when.ts';
import { useExports } from '../export-store.ts';
import { replacedBy } from '../jobs-of-file.ts';
import { distinctNames } from '../matrix/variant-names.ts';
import { choicesOf } from './choices.ts';
import { Compare } from './compare.tsx';
import styles from './listen.module.css';
import { useListening } from './listen-store.ts';
import { TrackPair } from './track-pair.tsx';
import { useHeard } from './use-heard.ts';

/** When a file was made: `21 Nov, 10:42`. */
const whenMade = (milliseconds: number): string =>
  new Date(milliseconds).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });

/** Hearing a file: against another at matched loudness, or its music with the coach beside it. */
export const Listen = ({ made }: { made: MadeExport }) => {
  const { workout } = made;
  const there = useHeard(workout);
  const known = useStudio(({ workouts }) => workouts?.find((each) => each.path === workout));
  const names = useMemo(() => {
    const variants = known?.variants ?? [];
    const distinct = distinctNames(variants.map(({ name }) => name));
    return new Map(variants.map(({ id }, i) => [id, distinct[i].label]));
  }, [known]);
  const choices = useMemo(() => there && choicesOf(there, made, names, whenMade), [there, made, names]);
  const mode = useListening((listening) => listening.mode);
  const newer = useExports(({ history }) => replacedBy(made, history));
  if (there === null) return null;
  const others = choices?.others ?? [];
  const tracks = choices?.tracks ?? [];
  const shown = tracks.length === 0 ? 'compare' : others.length === 0 ? 'tracks' : mode;
  const title = known?.title ?? '';
  return (
    <Panel
      title="Listen"
      actions={
        others.length > 0 && tracks.length > 0 ? (
          <Segmented
            label="How to listen"
            value={shown}
            choices={[
              { value: 'compare', label: 'A and B' },
              { value: 'tracks', label: 'Two tracks' },
            ]}
            onChange={(next) => useListening.setState({ mode: next })}
          />
        ) : null
      }
    >
      {choices === null ? (
        <p className={styles.quiet}>
          {newer ? replacedText(newer) : 'The file is not there as it was made. Export it again to hear it.'}
        </p>
      ) : shown === 'tracks' ? (
        <TrackPair tracks={tracks} names={names} title={title} />
      ) : others.length > 0 ? (
        <Compare file={choices.file} others={others} names={names} title={title} />
      ) : (
        <p className={styles.quiet}>Nothing to hear it against yet: export another variant of the workout.</p>
      )}
    </Panel>
  );
};
