import type { LogEntry } from '@tailrace/protocol';

/** An entry on the time axis. */
export interface TraceRow {
  readonly entry: LogEntry;
  /** Milliseconds from the trace's start. An entry is written when its operation ends. */
  readonly start: number;
  readonly end: number;
  /** Whether the entry says how long its operation took. */
  readonly isSpan: boolean;
  readonly isError: boolean;
}

/** What one source did. */
export interface TraceGroup {
  readonly source: string;
  readonly rows: readonly TraceRow[];
  readonly errors: number;
  /** Milliseconds from its first start to its last end. */
  readonly duration: number;
}

/** A trace as it is drawn. */
export interface TraceLayout {
  /** In the order in which they began. */
  readonly groups: readonly TraceGroup[];
  /** All rows, from top to bottom. */
  readonly rows: readonly TraceRow[];
  /** Milliseconds since 1970 at the axis' zero. */
  readonly origin: number;
  /** Milliseconds from the first start to the last end. */
  readonly duration: number;
  readonly errors: number;
}

/** Longest that an operation is drawn, in milliseconds: a producer may write any number. */
const MAX_OPERATION_MS = 7 * 86_400_000;

/** Puts entries on one time axis, by source and in the order in which they began. */
export function layOutTrace(entries: readonly LogEntry[]): TraceLayout {
  const spans = entries.flatMap((entry) => {
    const end = Date.parse(entry.timestamp);
    if (Number.isNaN(end)) return [];
    const { execution_time_ms: took, status } = entry.trace ?? {};
    const isSpan = typeof took === 'number' && took >= 0;
    const start = isSpan ? end - Math.min(took, MAX_OPERATION_MS) : end;
    const isError = entry.level === 'error' || entry.level === 'critical' || status === 'error';
    return [{ entry, start, end, isSpan, isError }];
  });
  const origin = spans.reduce((least, { start }) => Math.min(least, start), Infinity);
  const sources = new Map<string, TraceRow[]>();
  for (const span of spans.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const row = { ...span, start: span.start - origin, end: span.end - origin };
    const rows = sources.get(row.entry.source);
    if (rows) rows.push(row);
    else sources.set(row.entry.source, [row]);
  }
  const groups = [...sources].map(([source, rows]) => groupOf(source, rows));
  const rows = groups.flatMap((group) => group.rows);
  return {
    groups,
    rows,
    origin: rows.length === 0 ? 0 : origin,
    duration: lastEnd(rows),
    errors: rows.filter(({ isError }) => isError).length,
  };
}

function groupOf(source: string, rows: readonly TraceRow[]): TraceGroup {
  return {
    source,
    rows,
    errors: rows.filter(({ isError }) => isError).length,
    duration: lastEnd(rows) - rows[0]!.start,
  };
}

function lastEnd(rows: readonly TraceRow[]): number {
  return rows.reduce((most, { end }) => Math.max(most, end), 0);
}
