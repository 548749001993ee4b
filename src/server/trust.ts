import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Who may come in. Loopback alone is not enough: any page in any browser here can reach it. */
export interface Trust {
  /** 128 random bits, anew at every start. */
  readonly token: string;
  /** The cookie that stands for the token after the first visit. */
  readonly cookie: string;
  /**
   * Why a request comes from elsewhere, a sentence; null where it does not. A foreign Host is a name that was pointed
   * at this machine (DNS rebinding), a foreign Origin is another page.
   */
  foreign(request: IncomingMessage): string | null;
  /** True for the token. */
  matches(given: string | null): boolean;
  /** True where a request shows the token, by cookie or as `?token=`. */
  shown(request: IncomingMessage, query: URLSearchParams): boolean;
}

const NAMES = ['127.0.0.1', 'localhost', '[::1]'];

export const createTrust = (port: number): Trust => {
  const token = randomBytes(16).toString('hex');
  // Cookies know no ports: a second studio on this machine needs a name of its own.
  const name = `cueforge-${port}`;
  const hosts = NAMES.map((each) => `${each}:${port}`);
  const digest = digestOf(token);
  const matches = (given: string | null): boolean => given !== null && timingSafeEqual(digestOf(given), digest);

  return {
    token,
    cookie: `${name}=${token}; Path=/; HttpOnly; SameSite=Strict`,
    matches,
    foreign({ headers }) {
      if (!hosts.includes(headers.host ?? '')) {
        return `This studio answers to ${hosts.join(', ')} only, not to "${headers.host ?? ''}".`;
      }
      if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
        return `This studio answers its own page only, not one of "${headers.origin}".`;
      }
      return null;
    },
    shown({ headers }, query) {
      // A page of another port is of the same site, so it would be lent the cookie; browsers say who asks.
      const from = headers['sec-fetch-site'];
      if (from !== undefined && from !== 'same-origin' && from !== 'none') return false;
      return matches(query.get('token')) || matches(cookieOf(headers.cookie ?? '', name));
    },
  };
};

/** Digests have one length, as a comparison in constant time needs. */
const digestOf = (text: string): Buffer => createHash('sha256').update(text).digest();

const cookieOf = (header: string, name: string): string | null => {
  for (const pair of header.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value ?? null;
  }
  return null;
};
