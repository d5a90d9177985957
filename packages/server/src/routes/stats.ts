import { allOf } from '@tailrace/protocol';
import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { cacheBroadly, countRequest } from '../query/countRequest.ts';
import { isoTime } from '../query/isoTime.ts';
import { wholeNumber } from '../query/parameters.ts';
import type { LogStore } from '../store/LogStore.ts';

const HOUR = 3_600_000;
/** A leap year. */
const MAX_HOURS = 8784;

export const statsParameters = z.object({
  hours: wholeNumber(1, MAX_HOURS).optional().describe('Only the last so many hours.'),
});

/** `GET /api/v1/logs/stats`: how many entries of each level, and from when to when; with `hours` of the last ones. */
export function statsRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const request = countRequest(c, store, statsParameters);
    const { reader, filter, applied } = request;
    const { hours } = request.parameters;
    const now = Date.now();
    const test = { kind: 'compare', comparison: '>=', value: now - (hours ?? 0) * HOUR } as const;
    const since = hours === undefined ? [] : [{ kind: 'field', field: 'timestamp', test } as const];
    const stats = await reader.stats({ filter: allOf([filter, ...since]) });
    const { first, last, partial, ...counts } = stats;
    cacheBroadly(c, request, partial);
    return c.json({
      ...counts,
      ...(first !== undefined && { first: isoTime(first) }),
      ...(last !== undefined && { last: isoTime(last) }),
      ...(hours !== undefined && { hours }),
      generated_at: isoTime(now),
      partial,
      filters_applied: applied,
    });
  };
}
