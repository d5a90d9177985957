import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';

/** Over TLS the prefix binds the cookie to this host, path and to TLS, so that no neighbour can plant one. */
export const SECURE_COOKIE = '__Host-tailrace_session';
export const PLAIN_COOKIE = 'tailrace_session';

/** Seconds for which a browser stays signed in. */
export const SIGNED_IN_SECONDS = 30 * 24 * 60 * 60;

/** The cookie that a signed-in browser has. */
export class SessionCookie {
  readonly #isSecure: boolean;

  /** @param isSecure whether this server itself speaks TLS */
  constructor(isSecure: boolean) {
    this.#isSecure = isSecure;
  }

  /** Without TLS a name with the prefix never comes, and with TLS one without it may be somebody else's. */
  get(c: Context): string | undefined {
    return getCookie(c, this.#name);
  }

  set(c: Context, value: string): void {
    setCookie(c, this.#name, value, {
      httpOnly: true,
      sameSite: 'Strict',
      path: '/',
      maxAge: SIGNED_IN_SECONDS,
      ...(this.#isSecure && { secure: true }),
    });
  }

  delete(c: Context): void {
    deleteCookie(c, this.#name, { path: '/', ...(this.#isSecure && { secure: true }) });
  }

  get #name(): string {
    return this.#isSecure ? SECURE_COOKIE : PLAIN_COOKIE;
  }
}
