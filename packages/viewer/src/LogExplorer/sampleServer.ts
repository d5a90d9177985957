import { LOG_LEVELS, type LogEntry } from '@tailrace/protocol/core';
import { fieldValues } from '@tailrace/protocol/filter';
import { createMatcher, parseFilter, platformRegex } from '@tailrace/protocol/filter';
import { createLogApi, type LogApi } from '../api/LogApi.ts';
import { NO_STATS } from '../api/sampleAnswers.ts';
import { problem, scriptedFetch } from '../api/scriptedFetch.ts';
import { sampleEntries } from '../sampleEntries.ts';

/** Sample entries of which the last was logged just now. */
export function recentEntries(count: number, spreadMs = 437): LogEntry[] {
  const entries = sampleEntries(count);
  const now = Date.now();
  return entries.map((entry, index) => {
    const timestamp = new Date(now - (count - index) * spreadMs).toISOString();
    return { ...entry, timestamp, received_at: timestamp };
  });
}

type Script = Parameters<typeof scriptedFetch>[0];

/** Asks a server that has these entries and counts them one by one. */
export function sampleApi(stored: readonly LogEntry[], changes: Script = {}): LogApi {
  let entries = stored;
  const selected = (parameters: URLSearchParams) => {
    const matches = createMatcher(parseFilter(parameters.get('q') ?? ''), platformRegex);
    const [start, end] = [parameters.get('start') ?? '', parameters.get('end') ?? '9'];
    return entries.filter((entry) => entry.timestamp >= start && entry.timestamp < end && matches(entry));
  };
  const ending = { partial: false, filters_applied: {} };
  return createLogApi({
    fetch: scriptedFetch({
      'GET /api/v1/logs/stats': (_request, parameters) => ({
        ...NO_STATS,
        total: selected(parameters).length,
      }),
      'GET /api/v1/logs/histogram': (_request, parameters) => {
        const interval_ms = Number.parseInt(parameters.get('interval')!, 10) * 1000;
        return { interval_ms, by: 'level', buckets: buckets(selected(parameters), interval_ms), ...ending };
      },
      'GET /api/v1/logs/facets': (_request, parameters) => {
        const field = parameters.get('field')!;
        const limit = Number(parameters.get('limit'));
        const values = countValues(selected(parameters), field);
        return { field, values: values.slice(0, limit), more: Math.max(0, values.length - limit), ...ending };
      },
      'GET /api/v1/logs/*/context': (request) => {
        const id = new URL(request.url).pathname.split('/')[4];
        const at = entries.findIndex((entry) => entry.id === id);
        if (at < 0) return problem(404, 'not_found', 'There is no such entry');
        return {
          before: entries.slice(Math.max(0, at - 100), at),
          entry: entries[at]!,
          after: entries.slice(at + 1, at + 101),
          pagination: { previous: null, next: null },
        };
      },
      'DELETE /api/v1/logs/cleanup': () => {
        const deleted_count = entries.length;
        entries = [];
        return { deleted_count, days_kept: 0 };
      },
      ...changes,
    }),
  });
}

export function countValues(entries: readonly LogEntry[], field: string): { value: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    for (const value of new Set(fieldValues(entry, field).map(String)))
      counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

function buckets(entries: readonly LogEntry[], interval: number): object[] {
  const found = new Map<number, Record<string, number>>();
  for (const { timestamp, level } of entries) {
    const start = Math.floor(Date.parse(timestamp) / interval) * interval;
    const counts = found.get(start) ?? Object.fromEntries(LOG_LEVELS.map((one) => [one, 0]));
    counts[level] = (counts[level] ?? 0) + 1;
    found.set(start, counts);
  }
  return [...found]
    .toSorted(([a], [b]) => a - b)
    .map(([start, counts]) => ({
      start: new Date(start).toISOString(),
      total: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
    }));
}
