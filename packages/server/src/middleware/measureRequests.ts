import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import type { Histogram } from 'prom-client';

/**
 * Measures how long answers take, by the route's pattern: a path itself would be a series for each entry.
 *
 * @example
 * app.use(measureRequests(metrics.requests));
 */
export function measureRequests(requests: Histogram<'method' | 'route' | 'status'>): MiddlewareHandler {
  return async function measureRequestsHandler(c, next) {
    const end = requests.startTimer();
    await next();
    // The last handler that was matched: the route, or the pattern of all middleware where there is none.
    const route = routePath(c, -1);
    end({ method: methodOf(c.req.method), route: route === '/*' ? 'none' : route, status: c.res.status });
  };
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** Clients may send any word as a method. */
function methodOf(method: string): string {
  return METHODS.has(method) ? method : 'other';
}
