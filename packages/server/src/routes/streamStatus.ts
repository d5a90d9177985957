import type { Handler } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Lifecycle } from '../Lifecycle.ts';
import type { OpenStreams } from '../stream/OpenStreams.ts';
import type { StreamKind } from '../stream/StreamSocket.ts';

type Connections = Record<StreamKind, number>;

/**
 * Answer to `GET /api/v1/logs/stream/status`: how many streams the asker's tenant has open; to a key that may not
 * read everything, how many it has open itself.
 */
export interface StreamStatus {
  readonly status: 'ok' | 'draining';
  readonly connections: {
    /** Those that were opened for no job in particular. */
    readonly global: Connections;
    readonly jobs: Readonly<Record<string, Connections>>;
  };
}

/** `GET /api/v1/logs/stream/status` */
export function streamStatusRoute(streams: OpenStreams, lifecycle: Lifecycle): Handler<AppEnv> {
  return (c) => {
    const { tenant, permission, hash } = c.get('identity');
    const global: Connections = { websocket: 0, sse: 0 };
    const jobs = new Map<string, Connections>();
    for (const holder of streams.holders()) {
      if (holder.tenant !== tenant || (permission && holder.key !== hash)) continue;
      if (holder.jobRunIds.length === 0) global[holder.kind] += 1;
      for (const id of new Set(holder.jobRunIds)) {
        const job = jobs.get(id) ?? { websocket: 0, sse: 0 };
        jobs.set(id, job);
        job[holder.kind] += 1;
      }
    }
    c.header('Cache-Control', 'no-store');
    return c.json({
      status: lifecycle.isDraining ? 'draining' : 'ok',
      connections: { global, jobs: Object.fromEntries(jobs) },
    } satisfies StreamStatus);
  };
}
