import type { MiddlewareHandler } from 'hono';

/**
 * Headers that keep an answer from being run, framed or leaked as anything else than what it is.
 *
 * @example
 * app.use(securityHeaders());
 */
export function securityHeaders(): MiddlewareHandler {
  return async function securityHeadersHandler(c, next) {
    const host = c.req.header('Host') ?? '';
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header(
      'Content-Security-Policy',
      // Older browsers do not take ws: for 'self'. The host was checked before.
      `default-src 'self'; connect-src 'self' ws://${host} wss://${host}; style-src 'self' 'unsafe-inline'; ` +
        `img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'`,
    );
    await next();
  };
}
