// biome-ignore-all lint/a11y/useSemanticElements: only the rows on show exist, which a table element cannot say
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and names its active row

import { LoaderCircle, Pause, Play } from 'lucide-react';
import { type MouseEvent, memo } from 'react';
import type { AssetRow as Row } from '../../src/contract/index.ts';
import { ENGINE_RATE } from '../../src/model/index.ts';
import { Chip } from '../ui/chip.tsx';
import { classNames } from '../ui/class-names.ts';
import { levelText } from '../ui/figures.ts';
import table from '../ui/table.module.css';
import { type Position, Waveform, type Waveforms } from '../waveform/index.ts';
import { findFile } from './asset-actions.ts';
import styles from './asset-table.module.css';
import { sayBpm, sayLength, type Wrong, wrongWith } from './figures.ts';
import type { Heard } from './listening.ts';

export interface AssetRowProps {
  row: Row;
  index: number;
  /** Its place in the list, CSS pixels. */
  top: number;
  selected: boolean;
  focused: boolean;
  heard: Heard;
  position: Position | null;
  waveforms: Waveforms;
  onPlay: (row: Row, fromSeconds?: number) => void;
  onEdit: () => void;
}

/** The id by which the grid names its active row. */
export const rowId = (index: number): string => `library-row-${index}`;

/** One sound: playable where it stands, with its figures and what is wrong with it. */
export const AssetRow = memo(
  ({ row, index, top, selected, focused, heard, position, waveforms, onPlay, onEdit }: AssetRowProps) => {
    const wrong = wrongWith(row);
    const measured = row.analysis === 'done';
    const seekTo = (event: MouseEvent<HTMLElement>): void => {
      if (!playable(row)) return;
      const { left, width } = event.currentTarget.getBoundingClientRect();
      onPlay(row, ((event.clientX - left) / width) * row.seconds);
    };
    return (
      <div
        role="row"
        id={rowId(index)}
        aria-rowindex={index + 2}
        aria-selected={selected}
        data-index={index}
        data-focused={focused || undefined}
        data-heard={heard ?? undefined}
        data-kind={row.kind}
        className={classNames(table.row, styles.row)}
        style={{ transform: `translateY(${top}px)` }}
      >
        <div role="gridcell" className={styles.play}>
          <PlayButton row={row} heard={heard} onPlay={onPlay} />
        </div>
        <div role="gridcell" className={styles.title}>
          {/* biome-ignore lint/a11y/noStaticElementInteractions: F2 does the same from the keyboard */}
          <span className={styles.name} title={row.title} onDoubleClick={onEdit}>
            {row.title}
          </span>
          <Below row={row} wrong={wrong} />
        </div>
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a second way for the pointer; the inspector's waveform has keys */}
        <div
          role="gridcell"
          className={styles.wave}
          onClick={heard ? seekTo : undefined}
          onDoubleClick={heard ? undefined : seekTo}
        >
          <Waveform
            waveforms={waveforms}
            asset={row.id}
            frames={Math.round(row.seconds * ENGINE_RATE)}
            tone={row.missing ? 'missing' : row.kind === 'voice' ? 'voice' : 'music'}
            measured={measured}
            position={position}
          />
        </div>
        <div role="gridcell" className={styles.figure}>
          {row.seconds > 0 ? sayLength(row.seconds) : '–'}
        </div>
        <div role="gridcell" className={styles.dim}>
          {sayBpm(row.bpm)}
        </div>
        <div role="gridcell" className={styles.dim}>
          {levelText(row.lufs)}
        </div>
        <div role="gridcell" className={styles.format}>
          {row.format}
        </div>
        <div role="gridcell" className={styles.kind}>
          <Chip>{row.kind}</Chip>
        </div>
      </div>
    );
  },
);

export const playable = (row: Row): boolean => !row.missing && row.analysis !== 'failed';

const PlayButton = ({ row, heard, onPlay }: Pick<AssetRowProps, 'row' | 'heard' | 'onPlay'>) => {
  const Icon = heard === 'playing' ? Pause : heard === 'buffering' ? LoaderCircle : Play;
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles.button}
      aria-label={`${heard === 'playing' ? 'Pause' : 'Play'} ${row.title}`}
      disabled={!playable(row)}
      data-quiet
      onClick={() => onPlay(row)}
    >
      <Icon size={18} strokeWidth={1.75} aria-hidden />
    </button>
  );
};

/** Who made it, and what is wrong with it, in words. */
const Below = ({ row, wrong }: { row: Row; wrong: Wrong | null }) =>
  row.artist === '' && wrong === null ? null : (
    <span className={styles.below}>
      {row.artist ? <span className={styles.artist}>{row.artist}</span> : null}
      {row.artist && wrong ? ' · ' : null}
      {wrong ? (
        <span className={styles[wrong.tone]} title={wrong.explained}>
          {wrong.words}
        </span>
      ) : null}
      {row.missing ? (
        <>
          {' · '}
          <button type="button" tabIndex={-1} className={styles.find} data-quiet onClick={() => void findFile(row)}>
            find it
          </button>
        </>
      ) : null}
    </span>
  );

/** Stands where a row is on its way. */
export const RowSkeleton = ({ index, top }: { index: number; top: number }) => (
  <div
    role="row"
    aria-rowindex={index + 2}
    aria-busy
    className={classNames(table.row, styles.row)}
    style={{ transform: `translateY(${top}px)` }}
  >
    <div role="gridcell" className={styles.play} />
    <div role="gridcell" className={styles.title}>
      <span className={styles.bone} style={{ width: `${40 + ((index * 37) % 45)}%` }} />
      <span className={styles.bone} style={{ width: `${20 + ((index * 53) % 30)}%`, height: 8 }} />
    </div>
    <div role="gridcell" className={styles.wave}>
      <span className={styles.bone} style={{ height: 16 }} />
    </div>
    <div role="gridcell">
      <span className={styles.bone} />
    </div>
  </div>
);
