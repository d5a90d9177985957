import type { MiddlewareHandler } from 'hono';
import { ProblemError } from '../Problem.ts';

const ALWAYS_ALLOWED = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Refuses requests for a host that is not this server: a page whose name was rebound to this address sends its
 * own name. Ports are not looked at, because proxies change them.
 *
 * @param allowedHosts names beside those of loopback; IPv6 addresses with or without brackets
 * @example
 * app.use(checkHost(['logs.example']));
 */
export function checkHost(allowedHosts: readonly string[]): MiddlewareHandler {
  const allowed = new Set([...ALWAYS_ALLOWED, ...allowedHosts.map(bracketed)]);
  return async function checkHostHandler(c, next) {
    const host = c.req.header('Host') ?? new URL(c.req.url).host;
    if (!allowed.has(host.replace(/:\d*$/, '').toLowerCase())) {
      throw new ProblemError('invalid_host', 'Add the host name of this URL to LOG_ALLOWED_HOSTS');
    }
    await next();
  };
}

function bracketed(host: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
}
