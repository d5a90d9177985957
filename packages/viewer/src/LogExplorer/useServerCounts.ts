import { useCallback, useMemo } from 'react';
import type { LogFacetsAnswer } from '@tailrace/protocol/core';
import type { LogApi, LogSelection } from '../api/LogApi.ts';
import { useQuery, type QueryResult } from '../api/useQuery.ts';
import { niceInterval } from '../stream/counts/niceInterval.ts';
import { chartOfAnswer, type BarChart } from './BarChart.ts';
import { LAST_MS, isSpan, type TimeRange, type TimeSpan } from './TimeRange.ts';
import { HISTOGRAM_BARS } from './useBufferCounts.ts';

/** Milliseconds between two counts of a range that goes on. */
const REFRESH_MS = 10_000;
/** Milliseconds of the intervals that a server counts by. */
const [MIN_INTERVAL, MAX_INTERVAL] = [1000, 86_400_000];

/** Asks nothing. */
const NOTHING = () => new Promise<never>(() => {});

export interface ServerSelection {
  readonly api: LogApi;
  /** In the filter language, scope included, time not. */
  readonly filter: string;
  readonly range: TimeRange;
  /** Changed when everything is asked for anew. */
  readonly asked: number;
  /** Whether to ask at all. */
  readonly enabled: boolean;
}

/** What a server counts over a range, by level. */
export function useServerHistogram(selection: ServerSelection): QueryResult<BarChart> {
  const { api, filter, range, asked, enabled } = selection;
  return useQuery(
    useCallback(
      async (signal: AbortSignal) => {
        if (!enabled || range === 'live') return NOTHING();
        const span = spanNow(range);
        const interval = Math.min(
          MAX_INTERVAL,
          Math.max(MIN_INTERVAL, niceInterval(span.from, span.to - 1, HISTOGRAM_BARS)),
        );
        const answer = await api.histogram(
          { q: filter, ...isoSpan(span), interval: `${interval / 1000}s` },
          signal,
        );
        return chartOfAnswer(answer, span);
      },
      // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked anew when told so
      [api, filter, range, asked, enabled],
    ),
    refreshOf(range),
  );
}

export interface FacetQuery extends ServerSelection {
  readonly field: string;
  readonly brush: TimeSpan | undefined;
  /** Values that are listed. */
  readonly limit: number;
}

/** What a server counts of a field's values over a range, or the part of it that was brushed. */
export function useServerFacet(query: FacetQuery): QueryResult<LogFacetsAnswer> {
  const { api, filter, range, asked, enabled, field, limit } = query;
  const [from, to] = [query.brush?.from, query.brush?.to];
  return useQuery(
    useCallback(
      (signal: AbortSignal) => {
        if (!enabled || range === 'live') return NOTHING();
        const span = from === undefined || to === undefined ? spanNow(range) : { from, to };
        return api.facets({ q: filter, ...isoSpan(span), field, limit }, signal);
      },
      // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked anew when told so
      [api, filter, range, asked, enabled, field, limit, from, to],
    ),
    refreshOf(range),
  );
}

/** How to ask for what an explorer shows. */
export function useSelection(filter: string, range: TimeRange, brush: TimeSpan | undefined): LogSelection {
  return useMemo(() => {
    if (brush) return { q: filter, ...isoSpan(brush) };
    return range === 'live' ? { q: filter } : { q: filter, ...isoSpan(spanNow(range)) };
  }, [filter, range, brush]);
}

function refreshOf(range: TimeRange): number {
  return range === 'live' || isSpan(range) ? 0 : REFRESH_MS;
}

function spanNow(range: Exclude<TimeRange, 'live'>): TimeSpan {
  if (isSpan(range)) return range;
  const to = Date.now();
  return { from: to - LAST_MS[range], to };
}

function isoSpan({ from, to }: TimeSpan): { start: string; end: string } {
  return { start: new Date(from).toISOString(), end: new Date(to).toISOString() };
}
