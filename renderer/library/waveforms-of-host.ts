import { CueforgeError } from '../../src/model/index.ts';
import type { Host } from '../host/index.ts';
import { createWaveforms, type Waveforms } from '../waveform/index.ts';

const known = new WeakMap<Host, Waveforms>();

/** The one keeper of waveforms of a host: what a room fetched is there for the next. */
export const waveformsOf = (host: Host): Waveforms => {
  const kept = known.get(host);
  if (kept) return kept;
  const waveforms = createWaveforms(async (path, signal) => {
    const answer = await fetch(host.mediaUrl(path), { signal });
    if (!answer.ok) throw new CueforgeError('asset-missing', `The studio has no waveform there (${answer.status})`);
    return answer.arrayBuffer();
  });
  known.set(host, waveforms);
  return waveforms;
};
