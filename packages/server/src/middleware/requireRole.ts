import type { MiddlewareHandler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ROLES, type Role } from '../auth/AuthStore.ts';
import type { Authenticator } from '../auth/Authenticator.ts';
import { ProblemError } from '../Problem.ts';

/**
 * Lets in who has one of the roles, and tells the route who it is. Administrators have all of them.
 *
 * @param roles any role, when none is named
 * @example
 * app.get('/api/v1/logs', requireRole(authenticator, ['read']), listLogs);
 */
export function requireRole(
  authenticator: Authenticator,
  roles: readonly Role[] = ROLES,
): MiddlewareHandler<AppEnv> {
  return async function requireRoleHandler(c, next) {
    const identity = authenticator.identify(c);
    if (!identity) throw unauthorized();
    if (!mayAct(identity.role, roles)) throw forbidden(roles);
    c.set('identity', identity);
    await next();
  };
}

/** Tells whether a role is among those that may. */
export function mayAct(role: Role, roles: readonly Role[]): boolean {
  return role === 'admin' || roles.includes(role);
}

export function unauthorized(): ProblemError {
  return new ProblemError('unauthorized', 'Send a key: Authorization: Bearer trk_…', {
    'WWW-Authenticate': 'Bearer realm="tailrace"',
  });
}

export function forbidden(roles: readonly Role[]): ProblemError {
  return new ProblemError(
    'forbidden',
    `Use a key with the role ${[...new Set([...roles, 'admin'])].join(' or ')}`,
  );
}
