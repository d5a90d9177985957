import type { Handler } from 'hono';
import type { LogStore } from '../store/LogStore.ts';
import type { Lifecycle } from '../Lifecycle.ts';

/** `GET /healthz`: the process answers. */
export const healthRoute: Handler = (c) => c.json({ status: 'ok' });

/** `GET /readyz`: entries can be stored and read; with the parts that this takes. */
export function readyRoute(store: LogStore, lifecycle: Lifecycle): Handler {
  return async (c) => {
    const { writer, reader } = await store.readiness();
    const isReady = writer && reader && !lifecycle.isDraining;
    const parts = { writer: statusOf(writer), reader: statusOf(reader) };
    const status = lifecycle.isDraining ? 'draining' : statusOf(isReady);
    return c.json({ status, parts }, isReady ? 200 : 503);
  };
}

function statusOf(isReady: boolean): 'ok' | 'unavailable' {
  return isReady ? 'ok' : 'unavailable';
}
