import { access } from 'node:fs/promises';
import { extname } from 'node:path';
import type { MediaFile, MediaRequest } from '../contract/index.ts';
import type { Library } from '../library/index.ts';
import { findDecoded, readCover, readWaveform } from '../media/index.ts';
import { CueforgeError } from '../model/index.ts';
import { decodedWaveform, readSamples } from './pcm-pieces.ts';

const TYPES: Readonly<Record<string, string>> = {
  ...{ '.mp3': 'audio/mpeg', '.m4a': 'audio/mp4', '.mp4': 'audio/mp4', '.aac': 'audio/aac', '.flac': 'audio/flac' },
  ...{ '.wav': 'audio/wav', '.ogg': 'audio/ogg', '.oga': 'audio/ogg', '.opus': 'audio/ogg', '.webm': 'audio/webm' },
};

/** What a media address of the page stands for: an original, its cover, a waveform, or samples of decoded sound. */
export const findMediaFile = async (
  request: MediaRequest,
  library: Pick<Library, 'pathOf'>,
  cacheDir: string,
): Promise<MediaFile> => {
  if (request.kind === 'waveform') {
    const bytes = await readWaveform(cacheDir, request.asset, request.framesPerPoint);
    return { type: 'application/octet-stream', bytes };
  }
  if (request.kind === 'take' || request.kind === 'samples') {
    const sound = await findDecoded(cacheDir, request.source);
    if (sound === null) throw new CueforgeError('file-missing', `No sound "${request.source}" is decoded`);
    const bytes =
      request.kind === 'take' ? await decodedWaveform(sound) : await readSamples(sound, request.start, request.count);
    return { type: 'application/octet-stream', bytes };
  }
  const path = library.pathOf(request.asset);
  await access(path).catch(() => {
    throw new CueforgeError('file-missing', `"${path}" is not there`, { path });
  });
  if (request.kind === 'original') {
    return { type: TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream', path };
  }
  const cover = await readCover(path);
  if (cover === null) throw new CueforgeError('asset-missing', `"${path}" has no cover`, { path });
  return cover;
};
