import type { Handler } from 'hono';
import { html } from 'hono/html';
import type { AppEnv } from '../AppEnv.ts';
import type { AuditTrail } from '../audit/AuditTrail.ts';
import type { FailedSignIns } from '../audit/FailedSignIns.ts';
import type { BrowserSessions } from '../auth/BrowserSessions.ts';
import type { SessionCookie } from '../auth/SessionCookie.ts';

export interface SignInOptions {
  readonly browsers: BrowserSessions;
  readonly cookie: SessionCookie;
  readonly audit: AuditTrail;
  readonly failed: FailedSignIns;
  /** Told when somebody is not signed in any more. */
  readonly onSignedOut: () => void;
}

/** `GET /sign-in?token=`: the link that the server prints at its start; it works once. */
export function signInRoute({ browsers, cookie, audit, failed }: SignInOptions): Handler<AppEnv> {
  return async (c) => {
    c.header('Cache-Control', 'no-store');
    const value = await browsers.signIn(c.req.query('token') ?? '');
    if (value !== undefined) {
      cookie.set(c, value);
      const identity = browsers.find(value)!;
      await audit.record(identity, { action: 'sign_in', message: 'A browser signed in' });
      return c.redirect('/', 303);
    }
    const known = cookie.get(c);
    if (known !== undefined && browsers.find(known)) return c.redirect('/', 303);
    failed.record('link');
    return c.html(LINK_USED, 401);
  };
}

/** `POST /sign-out` */
export function signOutRoute({ browsers, cookie, audit, onSignedOut }: SignInOptions): Handler<AppEnv> {
  return async (c) => {
    const value = cookie.get(c);
    if (value !== undefined) {
      await browsers.signOut(value);
      onSignedOut();
      await audit.record(c.get('identity'), { action: 'sign_out', message: 'A browser signed out' });
    }
    cookie.delete(c);
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
