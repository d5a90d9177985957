import type { Handler } from 'hono';
import { html } from 'hono/html';
import { getCookie, deleteCookie, setCookie } from 'hono/cookie';
import type { AppEnv } from '../AppEnv.ts';
import { SESSION_COOKIE } from '../auth/Authenticator.ts';
import { SIGNED_IN_SECONDS, type BrowserSessions } from '../auth/BrowserSessions.ts';

/** `GET /sign-in?token=`: the link that the server prints at its start; it works once. */
export function signInRoute(browsers: BrowserSessions): Handler<AppEnv> {
  return async (c) => {
    c.header('Cache-Control', 'no-store');
    const cookie = await browsers.signIn(c.req.query('token') ?? '');
    if (cookie !== undefined) {
      setCookie(c, SESSION_COOKIE, cookie, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SIGNED_IN_SECONDS,
      });
      return c.redirect('/', 303);
    }
    const known = getCookie(c, SESSION_COOKIE);
    if (known !== undefined && browsers.find(known)) return c.redirect('/', 303);
    return c.html(LINK_USED, 401);
  };
}

/** `POST /sign-out` */
export function signOutRoute(browsers: BrowserSessions): Handler<AppEnv> {
  return async (c) => {
    const cookie = getCookie(c, SESSION_COOKIE);
    if (cookie !== undefined) await browsers.signOut(cookie);
    deleteCookie(c, SESSION_COOKIE, { path: '/' });
    return c.body(null, 204);
  };
}

const LINK_USED = html`<!doctype html>
  <html lang="en">
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Sign in to Tailrace</title>
    <style>
      body {
        margin: 0;
        background: light-dark(#f7f8fa, #0b0d10);
        color: light-dark(#1b1f24, #e6e8eb);
        font:
          14px/1.5 system-ui,
          sans-serif;
      }
      main {
        max-width: 44ch;
        margin: 20vh auto 0;
        padding: 0 20px;
      }
      h1 {
        font-size: 20px;
      }
    </style>
    <main>
      <h1>This link does not work any more</h1>
      <p>A sign-in link works once. Restart the server, and open the new link that it prints.</p>
    </main>
  </html>`;
