import type { Handler } from 'hono';
import { z } from 'zod';
import type { AppEnv } from '../AppEnv.ts';
import { cacheBroadly, countRequest } from '../query/countRequest.ts';
import { isoTime } from '../query/isoTime.ts';
import type { LogStore } from '../store/LogStore.ts';

/** `GET /api/v1/logs/sources`: which sources there are, and what each has said. */
export function sourcesRoute(store: LogStore): Handler<AppEnv> {
  return async (c) => {
    const request = countRequest(c, store, z.object({}));
    const generatedAt = isoTime(Date.now());
    const { sources, more, partial } = await request.reader.sources({ filter: request.filter });
    cacheBroadly(c, request, partial);
    return c.json({
      sources: sources.map((source) => ({ ...source, last: isoTime(source.last) })),
      more,
      generated_at: generatedAt,
      partial,
      filters_applied: request.applied,
    });
  };
}
