import { allOf, createMatcher, type LogEntry } from '@tailrace/protocol';
import type { Context } from 'hono';
import type { AppEnv } from '../AppEnv.ts';
import type { Identity } from '../auth/Identity.ts';
import type {
  CountQuery,
  FacetQuery,
  HistogramQuery,
  LogFacets,
  LogHistogram,
  LogSources,
  LogStats,
} from '../store/LogCounts.ts';
import type {
  CandidateRun,
  EntriesAt,
  EntriesAtRequest,
  Located,
  LocateRequest,
  LogPage,
  LogQuery,
  LogStore,
  ReplayRequest,
  SessionRecord,
} from '../store/LogStore.ts';
import { fieldFilter } from './filterFromQuery.ts';
import { linearRegex } from './linearRegex.ts';

/** What is asked of the store, but for whose entries. */
type Asked<T extends CountQuery> = Omit<T, 'tenant'>;

/** Reads entries on behalf of one request: only what who asks may see, and only as long as they wait. */
export interface LogReader {
  query(query: Asked<LogQuery>): Promise<LogPage>;
  locate(request: Asked<LocateRequest>): Promise<Located>;
  candidates(request: Asked<ReplayRequest>): Promise<CandidateRun | undefined>;
  entriesAt(request: Asked<EntriesAtRequest>): Promise<EntriesAt>;
  stats(query: Asked<CountQuery>): Promise<LogStats>;
  sources(query: Asked<CountQuery>): Promise<LogSources>;
  histogram(query: Asked<HistogramQuery>): Promise<LogHistogram>;
  facets(query: Asked<FacetQuery>): Promise<LogFacets>;
  /** Aborts when nobody waits for an answer any more; a query then ends early, as if its time had run out. */
  readonly signal: AbortSignal;
  /** JSON of one entry. */
  entry(session: string, seq: number): Promise<string | undefined>;
  /** What is known of a session, of which at least one entry may be seen. */
  session(session: string): Promise<SessionRecord | undefined>;
}

/** The one place that says whose entries a request reads, and which of them. */
export function readerFor(c: Context<AppEnv>, store: LogStore, signal = c.req.raw.signal): LogReader {
  return createReader(store, c.get('identity'), signal);
}

/** For who asks by other ways than a request. */
export function createReader(
  store: LogStore,
  { tenant, permission }: Pick<Identity, 'tenant' | 'permission'>,
  signal: AbortSignal,
): LogReader {
  const matches = permission && createMatcher(permission, linearRegex);

  function permitted<T extends Asked<CountQuery>>(asked: T): T & CountQuery {
    return { ...asked, tenant, ...(permission && { filter: allOf([permission, asked.filter]) }) };
  }

  const reader: LogReader = {
    signal,
    query: (query) => store.query(permitted(query), signal),
    locate: (request) => store.locate(permitted(request), signal),
    candidates: (request) => store.candidates(permitted(request), signal),
    entriesAt: (request) => store.entriesAt(permitted(request), signal),
    stats: (query) => store.stats(permitted(query), signal),
    sources: (query) => store.sources(permitted(query), signal),
    histogram: (query) => store.histogram(permitted(query), signal),
    facets: (query) => store.facets(permitted(query), signal),
    async entry(session, seq) {
      const text = await store.entry(tenant, session, seq);
      if (text === undefined || !matches) return text;
      return matches(JSON.parse(text) as LogEntry) ? text : undefined;
    },
    async session(session) {
      if (permission) {
        const filter = fieldFilter('session', session);
        const { entries } = await reader.query({ filter, order: 'desc', after: undefined, limit: 1 });
        if (entries.length === 0) return undefined;
      }
      return store.session(tenant, session);
    },
  };
  return reader;
}
