import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { countRequest } from '../query/countRequest.ts';
import { parseInterval } from '../query/interval.ts';
import { isoTime } from '../query/isoTime.ts';
import { oneOf } from '../query/parameters.ts';
import { HISTOGRAM_GROUPS, MAX_HISTOGRAM_BUCKETS } from '../store/LogCounts.ts';
import type { LogStore } from '../store/LogStore.ts';

export const histogramParameters = z.object({
  interval: z
    .string()
    .default('1h')
    .describe('Length of a bucket, from a second to a day: `30s`, `5m`, `1h`, `1d`, or a number of seconds.'),
  by: oneOf(HISTOGRAM_GROUPS).default('level').describe('What the entries of a bucket are told apart by.'),
});

/** `GET /api/v1/logs/histogram`: entries over time, by level or by source. */
export function histogramRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { reader, filter, parameters, applied } = countRequest(c, store, histogramParameters);
    const intervalMs = parseInterval(parameters.interval);
    const { by } = parameters;
    const histogram = await reader.histogram({ filter, intervalMs, by });
    if (histogram.outcome === 'too_many_buckets') {
      throw new ProblemError(
        'invalid_parameter',
        `More than ${MAX_HISTOGRAM_BUCKETS} intervals have entries: make interval longer, or the time from start to end shorter`,
      );
    }
    c.header('Cache-Control', 'no-store');
    return c.json({
      interval_ms: intervalMs,
      by,
      buckets: histogram.buckets.map(({ start, ...counts }) => ({ start: isoTime(start), ...counts })),
      partial: histogram.partial,
      filters_applied: applied,
    });
  };
}
