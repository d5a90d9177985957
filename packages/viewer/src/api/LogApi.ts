import type { LevelSettings, LogLevel } from '@tailrace/protocol';
import type {
  AccessKeyAnswer,
  CleanupAnswer,
  CreatedKeyAnswer,
  EntryContextAnswer,
  LogFacetsAnswer,
  LogHistogramAnswer,
  LogPageAnswer,
  LogSourcesAnswer,
  LogStatsAnswer,
  NewAccessKeyRequest,
  PerformanceAnswer,
  ReadinessAnswer,
  RetentionAnswer,
  SessionAnswer,
  StreamStatusAnswer,
  TraceAnswer,
} from '@tailrace/protocol/core';
import { addressOf, createRequester, type LogApiOptions, type Parameters } from './requester.ts';

const EXPORT_PATH = '/api/v1/logs/export';

/** Which entries to look at; what is absent does not narrow. */
export interface LogSelection {
  /** In the filter language. */
  readonly q?: string | undefined;
  /** From this time on, ISO 8601. */
  readonly start?: string | undefined;
  /** Before this time, ISO 8601. */
  readonly end?: string | undefined;
}

/** How a page is cut. */
export interface PageSelection extends LogSelection {
  /** Entries, at most 1,000. @default 100 */
  readonly limit?: number | undefined;
  /** `pagination.next` or `.previous` of another page. */
  readonly cursor?: string | undefined;
  /** By time. @default 'desc' */
  readonly order?: 'asc' | 'desc' | undefined;
}

/** Among which entries the lines around one are. */
export type ContextScope = 'session' | 'source' | 'all';

export const EXPORT_FORMATS = ['ndjson', 'csv', 'txt'] as const;
/** Lines of JSON, a table for spreadsheets, or text for people. */
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** What a server answers to queries. Each rejects with a `LogApiError`, or with the signal's reason. */
export interface LogApi {
  stats(
    selection?: LogSelection & { readonly hours?: number | undefined },
    signal?: AbortSignal,
  ): Promise<LogStatsAnswer>;
  sources(selection?: LogSelection, signal?: AbortSignal): Promise<LogSourcesAnswer>;
  /** @param selection `interval` is a length such as `30s`, `5m`, `1h` or `1d` */
  histogram(
    selection: LogSelection & { readonly interval: string; readonly by?: 'level' | 'source' },
    signal?: AbortSignal,
  ): Promise<LogHistogramAnswer>;
  facets(
    selection: LogSelection & { readonly field: string; readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<LogFacetsAnswer>;
  logs(selection?: PageSelection, signal?: AbortSignal): Promise<LogPageAnswer>;
  /** An entry with the lines around it by time. */
  entryContext(
    id: string,
    around?: { readonly before?: number; readonly after?: number; readonly within?: ContextScope },
    signal?: AbortSignal,
  ): Promise<EntryContextAnswer>;
  /**
   * Where a file of a selection can be had by a link, which the page's cookie opens; `undefined` where a token
   * speaks, which a link cannot carry: `exportFile` does it there.
   */
  exportHref(selection: LogSelection & { readonly format: ExportFormat }): string | undefined;
  exportFile(
    selection: LogSelection & { readonly format: ExportFormat },
    signal?: AbortSignal,
  ): Promise<Blob>;
  /** @param id a correlation id or a W3C trace id */
  trace(
    id: string,
    page?: Pick<PageSelection, 'limit' | 'cursor'>,
    signal?: AbortSignal,
  ): Promise<TraceAnswer>;
  session(session: string, signal?: AbortSignal): Promise<SessionAnswer>;
  performance(
    selection?: LogSelection & { readonly limit?: number },
    signal?: AbortSignal,
  ): Promise<PerformanceAnswer>;
  levels(signal?: AbortSignal): Promise<LevelSettings>;
  /** @param seen the version that was changed: another one meanwhile is refused with 412 */
  setLevels(
    levels: Readonly<Record<string, LogLevel>>,
    seen?: number,
    signal?: AbortSignal,
  ): Promise<LevelSettings>;
  retention(signal?: AbortSignal): Promise<RetentionAnswer>;
  keys(signal?: AbortSignal): Promise<readonly AccessKeyAnswer[]>;
  createKey(key: NewAccessKeyRequest, signal?: AbortSignal): Promise<CreatedKeyAnswer>;
  revokeKey(id: string, signal?: AbortSignal): Promise<void>;
  /** Removes what arrived earlier than so many days ago; audit entries stay. */
  cleanup(daysToKeep: number, signal?: AbortSignal): Promise<CleanupAnswer>;
  streamStatus(signal?: AbortSignal): Promise<StreamStatusAnswer>;
  readiness(signal?: AbortSignal): Promise<ReadinessAnswer>;
  /** Forgets this browser. */
  signOut(signal?: AbortSignal): Promise<void>;
}

/**
 * Asks a Tailrace server.
 *
 * @example
 * const api = createLogApi({ baseUrl: 'https://logs.example.com', getToken: () => session.logToken() });
 * const { levels } = await api.stats({ q: 'source:checkout', hours: 24 });
 */
export function createLogApi(options: LogApiOptions = {}): LogApi {
  const ask = createRequester(options);
  const get = <T>(path: string, parameters: Parameters = {}, signal?: AbortSignal) =>
    ask<T>({ method: 'GET', path: `/api/v1${path}`, parameters, signal });
  return {
    stats: (selection, signal) => get('/logs/stats', { ...selection }, signal),
    sources: (selection, signal) => get('/logs/sources', { ...selection }, signal),
    histogram: (selection, signal) => get('/logs/histogram', { ...selection }, signal),
    facets: (selection, signal) => get('/logs/facets', { ...selection }, signal),
    logs: (selection, signal) => get('/logs', { ...selection }, signal),
    entryContext: (id, around, signal) =>
      get(`/logs/${encodeURIComponent(id)}/context`, { ...around }, signal),
    exportHref: (selection) =>
      options.getToken ? undefined : addressOf(options, { path: EXPORT_PATH, parameters: { ...selection } }),
    exportFile: (selection, signal) =>
      ask({ method: 'GET', path: EXPORT_PATH, parameters: { ...selection }, reads: 'blob', signal }),
    trace: (id, page, signal) => get(`/traces/${encodeURIComponent(id)}`, { ...page }, signal),
    session: (session, signal) => get(`/sessions/${encodeURIComponent(session)}`, {}, signal),
    performance: (selection, signal) => get('/performance', { ...selection }, signal),
    levels: (signal) => get('/settings/levels', {}, signal),
    setLevels: (levels, seen, signal) =>
      ask({
        method: 'PUT',
        path: '/api/v1/settings/levels',
        body: { levels },
        headers: seen === undefined ? {} : { 'If-Match': `"${seen}"` },
        signal,
      }),
    retention: (signal) => get('/settings/retention', {}, signal),
    keys: async (signal) => (await get<{ keys: readonly AccessKeyAnswer[] }>('/keys', {}, signal)).keys,
    createKey: (key, signal) => ask({ method: 'POST', path: '/api/v1/keys', body: key, signal }),
    revokeKey: (id, signal) =>
      ask({ method: 'DELETE', path: `/api/v1/keys/${encodeURIComponent(id)}`, signal }),
    cleanup: (daysToKeep, signal) =>
      ask({
        method: 'DELETE',
        path: '/api/v1/logs/cleanup',
        parameters: { days_to_keep: daysToKeep },
        signal,
      }),
    streamStatus: (signal) => get('/logs/stream/status', {}, signal),
    // What is not ready is answered with 503 and the same body.
    readiness: (signal) => ask({ method: 'GET', path: '/readyz', accepts: 503, signal }),
    signOut: (signal) => ask({ method: 'POST', path: '/sign-out', signal }),
  };
}
