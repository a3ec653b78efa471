// Who may use the terminals: the person who started the server, from the page that it serves.
import { randomBytes, timingSafeEqual } from 'node:crypto';

const COOKIE = 'flatpty_token';

/** A new secret, 256 bits, in characters that a URL takes as they are. */
export const newToken = () => randomBytes(32).toString('base64url');

/**
 * The rules for one server. A browser sends cookies with requests that other pages make, so the token
 * alone does not keep a foreign page out: the Origin does. The Host check is against DNS rebinding,
 * where a foreign name points at this address.
 * @param {{token: string, hosts: Set<string>}} rules `hosts`: the host:port pairs of this server.
 */
export function access({ token, hosts }) {
  const expected = Buffer.from(token);

  const matches = (given) => {
    const bytes = Buffer.from(given ?? '');
    return bytes.length === expected.length && timingSafeEqual(bytes, expected);
  };

  /** Cookies are shared by all ports of a host, so the name has the port of this server. */
  const cookieName = (request) => `${COOKIE}_${String(request.headers.host).split(':').pop()}`;

  const cookieOf = (request) => {
    const name = `${cookieName(request)}=`;
    const cookies = (request.headers.cookie ?? '').split(/; */);
    return cookies.find((cookie) => cookie.startsWith(name))?.slice(name.length);
  };

  return {
    /** Whether the request names this server as its host. */
    isForUs: (request) => hosts.has(request.headers.host),
    /** Whether the request's page is one of this server's; only browsers send an Origin. */
    isFromOurPage: (request) => hosts.has(request.headers.origin?.replace(/^http:\/\//, '')),
    hasToken: (request) => matches(cookieOf(request)),
    isToken: matches,
    /** The header that stores the token where scripts and other sites cannot read it. */
    setCookie: (request) => `${cookieName(request)}=${token}; HttpOnly; SameSite=Strict; Path=/`,
  };
}
