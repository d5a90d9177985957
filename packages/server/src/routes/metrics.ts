import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import type { ServerMetrics } from '../metrics/ServerMetrics.ts';
import { ProblemError } from '../Problem.ts';

/** `GET /metrics`: Prometheus' text. It counts over all tenants, and so it is for the server's own. */
export function metricsRoute({ registry }: ServerMetrics): Handler<AppEnv> {
  return async (c) => {
    if (c.get('identity').tenant !== DEFAULT_TENANT) {
      throw new ProblemError('forbidden', `Use a key of the tenant ${DEFAULT_TENANT}`);
    }
    return c.body(await registry.metrics(), 200, {
      'Content-Type': registry.contentType,
      'Cache-Control': 'no-store',
    });
  };
}
