import { allOf } from '@tailrace/protocol';
import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import { cacheBroadly, countRequest } from '../query/countRequest.ts';
import { isoTime } from '../query/isoTime.ts';
import { wholeNumber } from '../query/wholeNumber.ts';
import type { LogStore } from '../store/LogStore.ts';

const HOUR = 3_600_000;
/** A leap year. */
const MAX_HOURS = 8784;

/** `GET /api/v1/logs/stats`: how many entries of each level, and from when to when; with `hours` of the last ones. */
export function statsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const request = countRequest(c, ['hours']);
    const hours = wholeNumber(c, 'hours', { min: 1, max: MAX_HOURS });
    const { tenant, filter } = request.query;
    const now = Date.now();
    const test = { kind: 'compare', comparison: '>=', value: now - (hours ?? 0) * HOUR } as const;
    const since = hours === undefined ? [] : [{ kind: 'field', field: 'timestamp', test } as const];
    const stats = await store.stats({ tenant, filter: allOf([filter, ...since]) }, request.signal);
    const { first, last, partial, ...counts } = stats;
    cacheBroadly(c, request, partial);
    return c.json({
      ...counts,
      ...(first !== undefined && { first: isoTime(first) }),
      ...(last !== undefined && { last: isoTime(last) }),
      ...(hours !== undefined && { hours }),
      generated_at: isoTime(now),
      partial,
      filters_applied: request.applied,
    });
  };
}
