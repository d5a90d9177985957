import type { Context, MiddlewareHandler } from 'hono';
import { ProblemError } from '../Problem.ts';

/** Seconds for which a browser may remember the answer to a preflight; Chromium takes no more. */
const PREFLIGHT_SECONDS = 7200;

/**
 * Lets in pages of the server's own origin and of allowed ones, whose preflights it answers, and no others.
 * Holds for sockets too, which browsers open to any host.
 *
 * @param allowedOrigins such as `https://shop.example`
 * @example
 * app.use(checkOrigin(['https://shop.example']));
 */
export function checkOrigin(allowedOrigins: readonly string[]): MiddlewareHandler {
  const allowed = new Set(allowedOrigins);
  return async function checkOriginHandler(c, next) {
    const origin = c.req.header('Origin');
    if (origin === undefined || isSameOrigin(c)) return next();
    if (!allowed.has(origin)) {
      throw new ProblemError('origin_not_allowed', 'Add the origin of this page to LOG_ALLOWED_ORIGINS');
    }
    if (c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined) {
      return preflight(c, origin);
    }
    // Also on refusals that come from here on, so that the page can read why.
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Access-Control-Expose-Headers', 'ETag, Retry-After');
    c.header('Vary', 'Origin');
    await next();
    return undefined;
  };
}

/**
 * Tells whether the request's page came from this server. The scheme is not compared: behind a proxy that ends
 * TLS this server sees another one than the browser.
 */
export function isSameOrigin(c: Context): boolean {
  const origin = c.req.header('Origin');
  const host = c.req.header('Host') ?? new URL(c.req.url).host;
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase();
}

function preflight(c: Context, origin: string): Response {
  return c.body(null, 204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': 'GET, POST',
    'Access-Control-Allow-Headers': 'Authorization, Content-Type, Content-Encoding, If-None-Match',
    'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
    Vary: 'Origin',
  });
}
