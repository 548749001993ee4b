import { extname } from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.mp3': 'audio/mpeg',
  '.m4a': 'audio/mp4',
  '.opus': 'audio/ogg; codecs=opus',
  '.flac': 'audio/flac',
  '.wav': 'audio/wav',
  '.vtt': 'text/vtt; charset=utf-8',
  '.lrc': 'text/plain; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.json': 'application/json',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
};

/** The MIME type a file is served with. */
export const contentType = (name: string): string => {
  // Podcasting 2.0 gives its chapters a type of their own.
  if (name.toLowerCase().endsWith('.chapters.json')) return 'application/json+chapters';
  return TYPES[extname(name).toLowerCase()] ?? 'application/octet-stream';
};

/** What describes sound. */
export const isDocumentName = (name: string): boolean => {
  const type = contentType(name);
  return type !== 'application/octet-stream' && !type.startsWith('audio/');
};
