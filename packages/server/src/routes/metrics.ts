import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { DEFAULT_TENANT } from '../auth/Identity.ts';
import type { ServerMetrics } from '../metrics/ServerMetrics.ts';
import { ProblemError } from '../Problem.ts';

/** `GET /metrics`: Prometheus' text. It counts over all tenants, and so it is for keys of the server's own that may read all. */
export function metricsRoute({ registry }: ServerMetrics): Handler<AppEnv> {
  return async (c) => {
    const { tenant, permission } = c.get('identity');
    if (tenant !== DEFAULT_TENANT || permission) {
      throw new ProblemError('forbidden', `Use a key of the tenant ${DEFAULT_TENANT} that has no filter`);
    }
    return c.body(await registry.metrics(), 200, {
      'Content-Type': registry.contentType,
      'Cache-Control': 'no-store',
    });
  };
}
