import { useEffect, useState } from 'react';
import { toFailure } from '../../src/model/index.ts';
import type { WaveformData } from './waveform-data.ts';
import type { Waveforms } from './waveforms.ts';

/** `data` is the best at hand and gets better; `state` tells of the level that was asked for. */
export interface LoadedWaveform {
  readonly data: WaveformData | null;
  readonly state: 'loading' | 'ready' | 'failed';
}

const REST_MS = 90;

/**
 * The waveform of an asset at a level; null: nothing is asked for. What is not at hand is asked for after a moment's
 * rest, so that a row that flies past asks nothing.
 */
export const useWaveform = (waveforms: Waveforms, asset: string, framesPerPoint: number | null): LoadedWaveform => {
  const key = `${asset}/${framesPerPoint}`;
  const [answer, setAnswer] = useState<{ key: string; state: 'ready' | 'failed' } | null>(null);
  const data = framesPerPoint === null ? null : waveforms.peek(asset, framesPerPoint);
  const exact = data !== null && data.framesPerPoint === framesPerPoint;

  useEffect(() => {
    if (framesPerPoint === null || exact) return;
    const abort = new AbortController();
    const rest = setTimeout(() => {
      waveforms.fetch(asset, framesPerPoint, abort.signal).then(
        () => setAnswer({ key, state: 'ready' }),
        (error) => {
          if (toFailure(error).code !== 'cancelled') setAnswer({ key, state: 'failed' });
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(rest);
      abort.abort();
    };
  }, [waveforms, asset, framesPerPoint, key, exact]);

  if (exact) return { data, state: 'ready' };
  return { data, state: answer?.key === key && answer.state === 'failed' ? 'failed' : 'loading' };
};
