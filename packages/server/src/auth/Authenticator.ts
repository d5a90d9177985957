import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { isSameOrigin } from '../middleware/checkOrigin.ts';
import { ProblemError } from '../Problem.ts';
import type { BrowserSessions } from './BrowserSessions.ts';
import { EVERYBODY, type Identity } from './Identity.ts';
import type { Keyring } from './Keyring.ts';

/** Name of the cookie that a signed-in browser has. */
export const SESSION_COOKIE = 'tailrace_session';

const BEARER = /^Bearer +(\S+) *$/i;

/** Finds out who asks. */
export class Authenticator {
  readonly #keyring: Keyring;
  readonly #browsers: BrowserSessions;
  readonly #isOn: boolean;

  /** @param isOn when false, everybody is an administrator */
  constructor(keyring: Keyring, browsers: BrowserSessions, isOn: boolean) {
    this.#keyring = keyring;
    this.#browsers = browsers;
    this.#isOn = isOn;
  }

  /** Who sends the `Authorization` header, if it is there and good. */
  bearer(c: Context): Identity | undefined {
    if (!this.#isOn) return EVERYBODY;
    const token = BEARER.exec(c.req.header('Authorization') ?? '')?.[1];
    return token === undefined ? undefined : this.#keyring.find(token);
  }

  /** Tells whether somebody who got in before would still get in, and as the same. */
  isCurrent({ hash, tenant, role }: Identity): boolean {
    if (!this.#isOn) return true;
    const now = this.#keyring.byHash(hash) ?? this.#browsers.byHash(hash);
    return now?.tenant === tenant && now.role === role;
  }

  /**
   * Who asks, by key or by cookie.
   *
   * @throws {ProblemError} `origin_not_allowed` when a cookie comes with a change and without a same-origin page
   */
  identify(c: Context): Identity | undefined {
    const byKey = this.bearer(c);
    if (byKey) return byKey;
    const cookie = getCookie(c, SESSION_COOKIE);
    const byCookie = cookie === undefined ? undefined : this.#browsers.find(cookie);
    if (byCookie && c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isSameOrigin(c)) {
      throw new ProblemError(
        'origin_not_allowed',
        'A cookie is only good for requests from the server’s own pages',
      );
    }
    return byCookie;
  }
}
