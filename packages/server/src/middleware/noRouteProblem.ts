import type { Context, Hono } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** Says why no route took a request: no such path, or not by this method. */
export function noRouteProblem(app: Hono<AppEnv>, c: Context): ProblemError {
  const allowed = METHODS.filter((method) =>
    app.router.match(method, c.req.path)[0].some(([[, route]]) => route.method === method),
  );
  if (allowed.length === 0) return new ProblemError('not_found', `There is nothing at ${c.req.path}`);
  const list = allowed.join(', ');
  return new ProblemError('method_not_allowed', `Use ${list}`, { Allow: list });
}
