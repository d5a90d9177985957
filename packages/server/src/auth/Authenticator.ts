import type { Context } from 'hono';
import { isSameOrigin } from '../middleware/checkOrigin.ts';
import { ProblemError } from '../Problem.ts';
import type { BrowserSessions } from './BrowserSessions.ts';
import { EVERYBODY, type Identity } from './Identity.ts';
import type { Keyring } from './Keyring.ts';
import type { SessionCookie } from './SessionCookie.ts';

const BEARER = /^Bearer +(\S+) *$/i;

export interface AuthenticatorOptions {
  readonly keyring: Keyring;
  readonly browsers: BrowserSessions;
  readonly cookie: SessionCookie;
  /** When false, everybody is an administrator. */
  readonly isOn: boolean;
  /** Origins whose pages may use keys that name none. */
  readonly allowedOrigins: readonly string[];
  /** Told when somebody came with a key that nobody has. */
  readonly onUnknownKey?: () => void;
}

/** Finds out who asks. */
export class Authenticator {
  readonly #options: AuthenticatorOptions;

  constructor(options: AuthenticatorOptions) {
    this.#options = options;
  }

  /**
   * Who sends the `Authorization` header, if it is there and good.
   *
   * @throws {ProblemError} `origin_not_allowed` when the key is for other pages
   */
  bearer(c: Context): Identity | undefined {
    const { isOn, keyring, onUnknownKey } = this.#options;
    if (!isOn) return EVERYBODY;
    const token = BEARER.exec(c.req.header('Authorization') ?? '')?.[1];
    if (token === undefined) return undefined;
    const identity = keyring.find(token);
    if (identity) this.#checkOrigin(c, identity);
    else onUnknownKey?.();
    return identity;
  }

  /**
   * Who asks, by key or by cookie.
   *
   * @throws {ProblemError} `origin_not_allowed` when a key is for other pages, or when a cookie comes with a change
   * and without a same-origin page
   */
  identify(c: Context): Identity | undefined {
    const byKey = this.bearer(c);
    if (byKey) return byKey;
    const cookie = this.#options.cookie.get(c);
    const byCookie = cookie === undefined ? undefined : this.#options.browsers.find(cookie);
    if (byCookie && c.req.method !== 'GET' && c.req.method !== 'HEAD' && !isSameOrigin(c)) {
      throw new ProblemError(
        'origin_not_allowed',
        'A cookie is only good for requests from the server’s own pages',
      );
    }
    return byCookie;
  }

  /** Tells whether who once got in still would, and as the same: keys are revoked, and expire, while streams are open. */
  isCurrent({ hash, tenant, role }: Identity): boolean {
    const { isOn, keyring, browsers } = this.#options;
    if (!isOn) return true;
    const now = keyring.get(hash) ?? browsers.get(hash);
    return now?.tenant === tenant && now.role === role;
  }

  /** `checkOrigin` let in the pages of any key; here they get the ones that are theirs. */
  #checkOrigin(c: Context, { origins = this.#options.allowedOrigins }: Identity): void {
    const origin = c.req.header('Origin');
    if (origin === undefined || isSameOrigin(c) || origins.includes(origin)) return;
    throw new ProblemError('origin_not_allowed', 'Use a key that is made for the origin of this page');
  }
}
