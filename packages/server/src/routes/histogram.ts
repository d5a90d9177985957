import type { Context, Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { ProblemError } from '../Problem.ts';
import { countRequest } from '../query/countRequest.ts';
import { parseInterval } from '../query/interval.ts';
import { isoTime } from '../query/isoTime.ts';
import { HISTOGRAM_GROUPS, MAX_HISTOGRAM_BUCKETS, type HistogramGroup } from '../store/LogCounts.ts';
import type { LogStore } from '../store/LogStore.ts';

/** `GET /api/v1/logs/histogram`: entries over time, by level or by source. */
export function histogramRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const { query, applied, signal } = countRequest(c, ['interval', 'by']);
    const intervalMs = parseInterval(c.req.query('interval') ?? '');
    const by = groupOf(c);
    const histogram = await store.histogram({ ...query, intervalMs, by }, signal);
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

function groupOf(c: Context): HistogramGroup {
  const given = c.req.query('by') || 'level';
  const group = HISTOGRAM_GROUPS.find((one) => one === given);
  if (group) return group;
  throw new ProblemError('invalid_parameter', `by must be one of ${HISTOGRAM_GROUPS.join(', ')}`);
}
