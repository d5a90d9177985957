import type { Context } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Located, LocateRequest, LogPage, LogQuery, LogStore } from '../store/LogStore.ts';

/** Reads entries on behalf of one request: only what who asks may see, and only as long as they wait. */
export interface LogReader {
  query(query: Omit<LogQuery, 'tenant'>): Promise<LogPage>;
  locate(request: Omit<LocateRequest, 'tenant'>): Promise<Located>;
  /** Aborts when nobody waits for an answer any more; a query then ends early, as if its time had run out. */
  readonly signal: AbortSignal;
  /** JSON of one entry. */
  entry(session: string, seq: number): Promise<string | undefined>;
}

/** The one place that says whose entries a request reads. */
export function readerFor(c: Context<AppEnv>, store: LogStore, signal = c.req.raw.signal): LogReader {
  const { tenant } = c.get('identity');
  return {
    signal,
    query: (query) => store.query({ ...query, tenant }, signal),
    locate: (request) => store.locate({ ...request, tenant }, signal),
    entry: (session, seq) => store.entry(tenant, session, seq),
  };
}
