import { useRef } from 'react';
import { ENGINE_RATE, type RecordedTake } from '../../../src/model/index.ts';
import { EditedText } from '../../ui/edited-text.tsx';
import { readNumber } from '../../ui/slider.tsx';
import type { WaveformData } from '../../waveform/index.ts';
import { edit } from '../edit-store.ts';
import styles from './take-list.module.css';
import { secondsOf } from './take-wave.tsx';
import type { TakeSound } from './takes.ts';
import { TrimStrip } from './trim-strip.tsx';

export interface TakeTrimProps {
  cue: string;
  take: RecordedTake;
  /** The cue's: the sound is that much shorter than what is used of the file. */
  speed: number;
  sound: TakeSound | null;
  outline: WaveformData | null;
}

/** How much is shown behind the end of a recording that may go on there, seconds. */
const BEHIND = 1;

/** What is used of a recording's file, in seconds of it. Speech within it is found by the studio, whatever stands here. */
export const TakeTrim = ({ cue, take, speed, sound, outline }: TakeTrimProps) => {
  const start = take.start / ENGINE_RATE;
  const end = take.end === null ? null : take.end / ENGINE_RATE;
  const change = (change: { start_ms?: number; end_ms?: number | null }, merge: string) =>
    edit([{ op: 'takes.change', cue, id: take.id, change }], { merge });
  const heard = sound?.state === 'ready' ? start + secondsOf(sound.frames) * speed : null;
  // The strip keeps its scale while the take is made anew under a drag.
  const file = useRef<number | null>(null);
  const longest = useRef(0);
  if (end === null && heard !== null) file.current = heard;
  if (end !== null) longest.current = Math.max(longest.current, end + BEHIND);
  const until = end ?? heard ?? file.current;
  return (
    <>
      {until === null ? null : (
        <TrimStrip
          trim={{ start, end: until }}
          length={file.current ?? longest.current}
          outline={outline}
          onChange={(trim, merge) =>
            change(
              {
                start_ms: Math.round(trim.start * 1000),
                // At its end it stays, however long the file is.
                ...(end === null && trim.end >= until ? {} : { end_ms: Math.round(trim.end * 1000) }),
              },
              merge,
            )
          }
        />
      )}
      <div className={styles.pair}>
        <EditedText
          label="Starts at"
          unit="s"
          inputMode="decimal"
          value={start.toFixed(2)}
          maxLength={12}
          problemOf={(typed) => {
            const at = readNumber(typed);
            return at === null || at < 0 || (end !== null && at >= end) ? 'Seconds, before its end' : null;
          }}
          onChange={(typed, merge) => change({ start_ms: Math.round((readNumber(typed) ?? 0) * 1000) }, merge)}
        />
        <EditedText
          label="Ends at"
          unit="s"
          inputMode="decimal"
          value={end === null ? '' : end.toFixed(2)}
          placeholder="its end"
          maxLength={12}
          problemOf={(typed) => {
            const at = readNumber(typed);
            return typed.trim() !== '' && (at === null || at <= start) ? 'Seconds, after its start' : null;
          }}
          onChange={(typed, merge) => {
            const at = readNumber(typed);
            return change({ end_ms: at === null ? null : Math.round(at * 1000) }, merge);
          }}
        />
      </div>
    </>
  );
};
