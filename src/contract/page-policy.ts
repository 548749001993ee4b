/**
 * Headers of every answer of a host. The page runs only what it was shipped with, talks only to its own studio, is
 * framed by nobody, and is cross-origin isolated (the player's rings are SharedArrayBuffers).
 * @param sockets origin of the host's WebSockets (`ws://127.0.0.1:4000`); null: it has none. Not every browser takes
 *   `'self'` for them.
 */
export const pageHeaders = (sockets: string | null): Readonly<Record<string, string>> => ({
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    `connect-src 'self'${sockets === null ? '' : ` ${sockets}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
});
