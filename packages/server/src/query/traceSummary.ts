import { MAX_PAGE_ENTRIES, SEVERITY_NUMBERS, type LogEntry, type LogFilter } from '@tailrace/protocol';
import type { TimeKey } from '../store/LogStore.ts';
import type { LogReader } from './LogReader.ts';

/** Entries of a trace that are looked at to sum it up. */
export const MAX_SUMMED_ENTRIES = 10_000;

/** How long something took. */
export interface TraceSpan {
  readonly count: number;
  /** Entries of level error or critical. */
  readonly errors: number;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** ISO 8601, UTC. */
  readonly ended_at: string;
  /** Milliseconds between the two. */
  readonly duration_ms: number;
}

/** How long a trace took, in all and in each source, in the order in which they began. */
export interface TraceSummary extends TraceSpan {
  readonly sources: readonly (TraceSpan & { readonly source: string })[];
  /** True when there are more entries than were looked at. */
  readonly partial?: true;
}

interface Span {
  count: number;
  errors: number;
  start: number;
  end: number;
}

/**
 * Sums a trace up. An entry that says how long its operation took reaches back to where that began.
 *
 * @returns `undefined` when no entry was found, perhaps only for want of time
 */
export async function sumUpTrace(reader: LogReader, filter: LogFilter): Promise<TraceSummary | undefined> {
  const whole = newSpan();
  const bySource = new Map<string, Span>();
  let after: TimeKey | undefined;
  let isPartial = false;
  do {
    // Each page begins where the one before it ended.
    // oxlint-disable-next-line no-await-in-loop
    const page = await reader.query({ filter, order: 'asc', after, limit: MAX_PAGE_ENTRIES });
    for (const { text } of page.entries) {
      const entry = JSON.parse(text) as LogEntry;
      const span = bySource.get(entry.source) ?? newSpan();
      bySource.set(entry.source, span);
      extend(whole, entry);
      extend(span, entry);
    }
    after = page.next;
    isPartial = page.partial || (after !== undefined && whole.count >= MAX_SUMMED_ENTRIES);
  } while (after && !isPartial);
  if (whole.count === 0) return undefined;
  const sources = [...bySource]
    .toSorted(([, a], [, b]) => a.start - b.start)
    .map(([source, span]) => ({ source, ...printSpan(span) }));
  return { ...printSpan(whole), sources, ...(isPartial && { partial: true }) };
}

function newSpan(): Span {
  return { count: 0, errors: 0, start: Infinity, end: -Infinity };
}

function extend(span: Span, { timestamp, level, trace }: LogEntry): void {
  const end = Date.parse(timestamp);
  const took = Math.max(0, trace?.execution_time_ms ?? 0);
  span.count += 1;
  if (SEVERITY_NUMBERS[level] >= SEVERITY_NUMBERS.error) span.errors += 1;
  span.start = Math.min(span.start, end - took);
  span.end = Math.max(span.end, end);
}

function printSpan({ count, errors, start, end }: Span): TraceSpan {
  return {
    count,
    errors,
    started_at: isoOf(start),
    ended_at: isoOf(end),
    duration_ms: Math.round((end - start) * 1000) / 1000,
  };
}

/** An execution time is whatever number a producer wrote, and may lead out of what a date can say. */
function isoOf(ms: number): string {
  return new Date(Math.max(-8.64e15, ms)).toISOString();
}
