import type { Context, Hono } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { routeMethods } from './routeMethods.ts';

/** Says why no route took a request: no such path, or not by this method. */
export function noRouteProblem(app: Hono<AppEnv>, c: Context): ProblemError {
  const allowed = routeMethods(app, c.req.path);
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  // A route that was asked for and went on, as that of files does, has nothing there.
  if (allowed.length === 0 || allowed.includes(method))
    return new ProblemError('not_found', `There is nothing at ${c.req.path}`);
  const list = allowed.join(', ');
  return new ProblemError('method_not_allowed', `Use ${list}`, { Allow: list });
}
