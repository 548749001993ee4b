/** The scheme and host of the page: an origin of its own, with which no web page shares anything. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'studio';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;
export const PAGE_ADDRESS = `${APP_ORIGIN}/index.html`;

/**
 * True for addresses of our own origin. Read as parts: a custom scheme's `URL.origin` is "null" in Node, and a prefix
 * would let `app://studio.elsewhere` in.
 */
export const isOurs = (address: string): boolean => {
  const url = parse(address);
  return url !== null && url.protocol === `${APP_SCHEME}:` && url.host === APP_HOST && !url.username && !url.password;
};

/** True for the one page that a window shows, whatever follows `?` or `#`. */
export const isThePage = (address: string): boolean =>
  isOurs(address) && ['/', '/index.html'].includes(new URL(address).pathname);

/** True for links that may be given to the system's browser: https to a named host, and nothing hidden in it. */
export const isSafeLink = (address: string): boolean => {
  const url = parse(address);
  return url !== null && url.protocol === 'https:' && url.host !== '' && !url.username && address.length <= 2048;
};

const parse = (address: string): URL | null => {
  try {
    return new URL(address);
  } catch {
    return null;
  }
};
