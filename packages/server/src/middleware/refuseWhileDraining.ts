import type { MiddlewareHandler } from 'hono';
import type { Lifecycle } from '../Lifecycle.ts';
import { ProblemError } from '../Problem.ts';

/** Seconds after which a sender may find the server restarted. */
const RESTART_SECONDS = '2';

/**
 * Takes no new work while the server goes away, and lets it wait for what has begun.
 *
 * @example
 * app.post('/api/v1/logs', refuseWhileDraining(lifecycle), ingest);
 */
export function refuseWhileDraining(lifecycle: Lifecycle): MiddlewareHandler {
  return async function refuseWhileDrainingHandler(_c, next) {
    if (lifecycle.isDraining) {
      throw new ProblemError('shutting_down', 'The server restarts: send it again later', {
        'Retry-After': RESTART_SECONDS,
        Connection: 'close',
      });
    }
    await lifecycle.run(next);
  };
}
