import type { MiddlewareHandler } from 'hono';

/** Seconds for which browsers ask this host by TLS only: two years. */
const HSTS_SECONDS = 63_072_000;

/**
 * Headers that keep an answer from being run, framed or leaked as anything else than what it is. No page of the
 * server makes HTML or script from text, and Trusted Types hold it to that; the viewer's policy loads its own worker.
 *
 * @param isSecure whether this server itself speaks TLS
 * @example
 * app.use(securityHeaders(false));
 */
export function securityHeaders(isSecure: boolean): MiddlewareHandler {
  return async function securityHeadersHandler(c, next) {
    const host = c.req.header('Host') ?? '';
    c.header('X-Content-Type-Options', 'nosniff');
    c.header('Referrer-Policy', 'no-referrer');
    c.header('Cross-Origin-Opener-Policy', 'same-origin');
    // Pages of other origins read by CORS, for which this does not count; nothing here is for embedding.
    c.header('Cross-Origin-Resource-Policy', 'same-origin');
    c.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()');
    if (isSecure) c.header('Strict-Transport-Security', `max-age=${HSTS_SECONDS}`);
    c.header(
      'Content-Security-Policy',
      // Older browsers do not take ws: for 'self'. The host was checked before.
      `default-src 'self'; connect-src 'self' ${isSecure ? '' : `ws://${host} `}wss://${host}; ` +
        `script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; ` +
        `base-uri 'none'; form-action 'self'; frame-ancestors 'none'; ` +
        `require-trusted-types-for 'script'; trusted-types tailrace`,
    );
    await next();
  };
}
