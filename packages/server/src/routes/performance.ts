import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { countRequest } from '../query/countRequest.ts';
import { wholeNumber } from '../query/parameters.ts';
import { measurePerformance } from '../query/performance.ts';
import type { LogStore } from '../store/LogStore.ts';

const DEFAULT_LIMIT = 50;
const MAX_LIMIT = 1000;

export const performanceParameters = z.object({
  limit: wholeNumber(1, MAX_LIMIT).default(DEFAULT_LIMIT).describe('Actions that are listed.'),
});

/** `GET /api/v1/performance`: how long operations took, by action and source. */
export function performanceRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { reader, filter, parameters, applied } = countRequest(c, store, performanceParameters);
    const performance = await measurePerformance(reader, filter, parameters.limit);
    c.header('Cache-Control', 'no-store');
    return c.json({ ...performance, filters_applied: applied });
  };
}
