import { randomBase62 } from '@tailrace/protocol';
import type { AuthStore, BrowserSessionRecord } from './AuthStore.ts';
import { DEFAULT_TENANT, type Identity } from './Identity.ts';
import { hashSecret } from './secrets.ts';
import { SIGNED_IN_SECONDS } from './SessionCookie.ts';

const SECRET_LENGTH = 43;

/** Browsers that signed in, and the single link by which the next one may. */
export class BrowserSessions {
  readonly #store: AuthStore;
  readonly #byHash = new Map<string, BrowserSessionRecord>();
  #signInToken: string | undefined = randomBase62(SECRET_LENGTH);

  constructor(store: AuthStore, sessions: readonly BrowserSessionRecord[]) {
    this.#store = store;
    for (const session of sessions) this.#byHash.set(session.hash, session);
  }

  /** Token of the sign-in link until it is used. */
  get signInToken(): string | undefined {
    return this.#signInToken;
  }

  /**
   * Uses the sign-in link.
   *
   * @returns the cookie's value, or `undefined` when the token is not the one that is open
   */
  async signIn(token: string): Promise<string | undefined> {
    if (this.#signInToken === undefined || hashSecret(token) !== hashSecret(this.#signInToken))
      return undefined;
    this.#signInToken = undefined;
    const cookie = randomBase62(SECRET_LENGTH);
    const session: BrowserSessionRecord = {
      hash: hashSecret(cookie),
      tenant: DEFAULT_TENANT,
      role: 'admin',
      expires_at: Date.now() + SIGNED_IN_SECONDS * 1000,
    };
    await this.#store.addBrowserSession(session);
    this.#byHash.set(session.hash, session);
    return cookie;
  }

  async signOut(cookie: string): Promise<void> {
    const hash = hashSecret(cookie);
    if (this.#byHash.delete(hash)) await this.#store.removeBrowserSession(hash);
  }

  /** Whose cookie this is, if it is still good. */
  find(cookie: string): Identity | undefined {
    return this.get(hashSecret(cookie));
  }

  /** The browser whose cookie has this hash, as long as it is signed in. */
  get(hash: string): Identity | undefined {
    const session = this.#byHash.get(hash);
    if (!session) return undefined;
    if (session.expires_at > Date.now()) return { ...session, name: 'browser' };
    this.#byHash.delete(hash);
    return undefined;
  }
}
