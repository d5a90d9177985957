import type { Hono } from 'hono';
import type { AppEnv } from '../AppEnv.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods by which there are routes at a path. */
export function routeMethods(app: Hono<AppEnv>, path: string): string[] {
  return METHODS.filter((name) =>
    app.router.match(name, path)[0].some(([[, route]]) => route.method === name),
  );
}
