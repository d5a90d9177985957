import type { Context, MiddlewareHandler } from 'hono';
import { ProblemError } from '../Problem.ts';

/** Seconds for which a browser may remember the answer to a preflight; Chromium takes no more. */
const PREFLIGHT_SECONDS = 7200;

/** Headers of requests that a page may send besides those that any may. */
const ALLOWED_HEADERS = [
  'Authorization',
  'Content-Type',
  'Content-Encoding',
  'If-Match',
  'If-None-Match',
  'Last-Event-ID',
];

export interface CheckOriginOptions {
  /** Tells whether pages of an origin may use the server: `https://shop.example`. */
  readonly isAllowed: (origin: string) => boolean;
  /** The methods by which there are routes at a path. */
  readonly methodsOf: (path: string) => readonly string[];
}

/**
 * Lets in pages of the server's own origin and of allowed ones, whose preflights it answers, and no others.
 * Holds for sockets too, which browsers open to any host.
 *
 * @example
 * app.use(checkOrigin({ isAllowed: (origin) => origin === 'https://shop.example', methodsOf }));
 */
export function checkOrigin({ isAllowed, methodsOf }: CheckOriginOptions): MiddlewareHandler {
  return async function checkOriginHandler(c, next) {
    const origin = c.req.header('Origin');
    if (origin === undefined || isSameOrigin(c)) return next();
    if (!isAllowed(origin)) {
      throw new ProblemError(
        'origin_not_allowed',
        'Add the origin of this page to LOG_ALLOWED_ORIGINS, or make a key for it',
      );
    }
    if (c.req.method === 'OPTIONS' && c.req.header('Access-Control-Request-Method') !== undefined) {
      return preflight(c, origin, methodsOf(c.req.path));
    }
    // Also on refusals that come from here on, so that the page can read why.
    c.header('Access-Control-Allow-Origin', origin);
    c.header('Access-Control-Expose-Headers', 'Content-Disposition, ETag, Retry-After');
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

function preflight(c: Context, origin: string, methods: readonly string[]): Response {
  return c.body(null, 204, {
    'Access-Control-Allow-Origin': origin,
    'Access-Control-Allow-Methods': methods.join(', '),
    'Access-Control-Allow-Headers': ALLOWED_HEADERS.join(', '),
    'Access-Control-Max-Age': String(PREFLIGHT_SECONDS),
    Vary: 'Origin',
  });
}
