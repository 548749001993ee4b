import { useEffect, useState } from 'react';
import { takePath } from '../../../src/contract/index.ts';
import { useStudio } from '../../state/studio.ts';
import { parseWaveform, type WaveformData } from '../../waveform/index.ts';

const MOST = 64;
/** Outlines by key of their sound, which names the samples: none ever goes stale. */
const kept = new Map<string, WaveformData>();

const fetchOutline = async (source: string, signal: AbortSignal): Promise<WaveformData | null> => {
  const url = useStudio.getState().host?.mediaUrl(takePath(source));
  if (url === undefined) return null;
  const answer = await fetch(url, { signal });
  if (!answer.ok) return null;
  const outline = parseWaveform(await answer.arrayBuffer());
  const [oldest] = kept.keys();
  if (kept.size >= MOST && oldest !== undefined) kept.delete(oldest);
  kept.set(source, outline);
  return outline;
};

/** The outline of a take by the key of its sound; null: not there yet, or there is none. */
export const useTakeOutline = (source: string | null): WaveformData | null => {
  const [outline, setOutline] = useState<WaveformData | null>(null);
  useEffect(() => {
    const known = source === null ? null : (kept.get(source) ?? null);
    setOutline(known);
    if (source === null || known) return;
    const gone = new AbortController();
    fetchOutline(source, gone.signal).then(
      (found) => !gone.signal.aborted && setOutline(found),
      // The row shows a line in its place.
      () => undefined,
    );
    return () => gone.abort();
  }, [source]);
  return outline;
};

/** The highest magnitude of each point, -1..1 as wavesurfer.js takes it: peaks up and down in turn. */
export const peaksOf = ({ peaks, length }: WaveformData): { top: Float32Array; bottom: Float32Array } => {
  const top = new Float32Array(length);
  const bottom = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    bottom[i] = peaks[2 * i] / 128;
    top[i] = peaks[2 * i + 1] / 128;
  }
  return { top, bottom };
};
