/** Addresses of the web host beside the page and its media. */
/** WebSocket: messages of `messages.ts` as JSON text. */
export const CONTRACT_PATH = '/contract';
/** WebSocket: sound, as `pcm-frames.ts` writes it. */
export const PCM_PATH = '/pcm';
/** WebSocket: what a mixer is told, as `mixer-frames.ts` writes it, and what it says as JSON text. */
export const MIXER_PATH = '/mixer';
/** GET: 204 where this browser may come in, 403 where it may not. A WebSocket that is refused cannot tell why. */
export const SESSION_PATH = '/session';
