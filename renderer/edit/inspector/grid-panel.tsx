import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { type BeatGrid, ENGINE_RATE, gridOf, type MusicTrack, seconds } from '../../../src/model/index.ts';
import { useShortcut } from '../../shortcuts/use-shortcut.ts';
import { Button } from '../../ui/button.tsx';
import { Chip } from '../../ui/chip.tsx';
import { EditedText } from '../../ui/edited-text.tsx';
import { plainNumber } from '../../ui/figures.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import inspector from '../../ui/inspector.module.css';
import { Keys } from '../../ui/keys.tsx';
import { Panel } from '../../ui/panel.tsx';
import { readNumber } from '../../ui/slider.tsx';
import { edit } from '../edit-store.ts';
import { playhead } from '../mix-transport.ts';
import { musicGrid } from '../music-grid.ts';
import { tappedTempo, withTap } from './tap-tempo.ts';

/** How far one press moves the grid, seconds. */
const NUDGE = 0.01;
const [SLOWEST, FASTEST] = [20, 400];

/** Where the beats of a track lie: as measured, or as a person set them. */
export const GridPanel = ({ track }: { track: MusicTrack }) => {
  const [taps, setTaps] = useState<readonly number[]>([]);
  const music = musicGrid();
  const grid = gridOf(track, music.facts);
  const tapped = tappedTempo(taps);

  const setGrid = (next: BeatGrid | null, label: string, merge: string | null = null) =>
    edit(
      [
        {
          op: 'tracks.change',
          id: track.id,
          change:
            next === null
              ? { bpm: null, first_beat_ms: null, beats_per_bar: null }
              : {
                  bpm: Math.round(next.bpm * 1000) / 1000,
                  first_beat_ms: Math.round(next.firstBeat * 100_000) / 100,
                  beats_per_bar: next.beatsPerBar,
                },
        },
      ],
      { label, merge },
    );
  const usual: BeatGrid = grid ?? { bpm: 120, firstBeat: seconds(0), beatsPerBar: 4 };
  const withBpm = (bpm: number, label: string, merge: string | null = null) =>
    setGrid({ ...usual, bpm: Math.max(SLOWEST, Math.min(FASTEST, bpm)) }, label, merge);
  const nudge = (by: number): void =>
    void setGrid({ ...usual, firstBeat: seconds(usual.firstBeat + by) }, 'Move the grid', `Move the grid ${track.id}`);
  const firstBeatHere = (): void => {
    const span = music.spans.find((one) => one.track.id === track.id);
    if (!span) return;
    const inFile = (playhead() - span.at + span.from) / ENGINE_RATE;
    void setGrid({ ...usual, firstBeat: seconds(inFile) }, 'First beat here');
  };
  const tap = (): void => setTaps((before) => withTap(before, performance.now()));
  useShortcut('edit.tapTempo', tap);

  return (
    <Panel
      title="Tempo and beats"
      actions={<Chip tone={grid === null ? 'warn' : 'plain'}>{stateOf(track, grid)}</Chip>}
    >
      <div className={inspector.pair}>
        <EditedText
          label="Tempo"
          unit="bpm"
          inputMode="decimal"
          value={grid === null ? '' : plainNumber(grid.bpm, 2)}
          placeholder="none found"
          maxLength={10}
          problemOf={(typed) => {
            const bpm = readNumber(typed);
            return bpm !== null && bpm >= SLOWEST && bpm <= FASTEST ? null : `${SLOWEST} to ${FASTEST}`;
          }}
          onChange={(typed, merge) => withBpm(readNumber(typed) ?? usual.bpm, 'Change the tempo', merge)}
        />
        <EditedText
          label="Beats of a bar"
          inputMode="decimal"
          value={String(usual.beatsPerBar)}
          maxLength={2}
          problemOf={(typed) => {
            const beats = readNumber(typed);
            return beats !== null && Number.isInteger(beats) && beats >= 1 && beats <= 16 ? null : '1 to 16';
          }}
          onChange={(typed, merge) =>
            setGrid({ ...usual, beatsPerBar: readNumber(typed) ?? 4 }, 'Change the beats of a bar', merge)
          }
        />
      </div>
      <div className={inspector.actions}>
        <Button onClick={tap} onKeyDown={(event) => event.stopPropagation()}>
          Tap
          <Keys keys="B" />
        </Button>
        <span className={inspector.said} role="status">
          {taps.length === 0 ? 'along with the music' : tapped === null ? `${taps.length} of 4 taps` : `${tapped} bpm`}
        </span>
        {tapped === null ? null : (
          <Button
            onClick={() => {
              void withBpm(tapped, 'Tap the tempo');
              setTaps([]);
            }}
          >
            Use it
          </Button>
        )}
      </div>
      <div className={inspector.actions}>
        <Button disabled={grid === null} onClick={() => void withBpm(usual.bpm / 2, 'Halve the tempo')}>
          ½
        </Button>
        <Button disabled={grid === null} onClick={() => void withBpm(usual.bpm * 2, 'Double the tempo')}>
          2×
        </Button>
        <Button onClick={firstBeatHere}>First beat here</Button>
        <IconButton
          icon={ChevronLeft}
          label="Grid 10 ms earlier"
          disabled={grid === null}
          onClick={() => nudge(-NUDGE)}
        />
        <IconButton
          icon={ChevronRight}
          label="Grid 10 ms later"
          disabled={grid === null}
          onClick={() => nudge(NUDGE)}
        />
      </div>
      <div className={inspector.line}>
        <span className={inspector.said}>
          {grid === null
            ? 'No beats were found: tap them.'
            : `A bar begins at ${grid.firstBeat.toFixed(3)} s of the file`}
        </span>
        {track.grid === null ? null : (
          <Button variant="quiet" onClick={() => void setGrid(null, 'Beats as measured')}>
            As measured
          </Button>
        )}
      </div>
    </Panel>
  );
};

const stateOf = (track: MusicTrack, grid: BeatGrid | null): string =>
  track.grid !== null ? 'set by hand' : grid === null ? 'no steady beat found' : 'measured';
