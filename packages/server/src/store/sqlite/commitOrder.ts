import type Database from 'better-sqlite3';
import type { ReplayRequest, TimeKey } from '../LogStore.ts';
import { CandidateSource } from './candidates.ts';
import type { DayReader } from './DayReaders.ts';
import { filterToSql, type PositionSpan } from './filterToSql.ts';
import type { Selection } from './Selection.ts';

/**
 * Positions that are looked at as one: between two of them others have their turn. An index is asked for no more
 * than these, so that reading on costs what there is to read.
 */
const SPAN_POSITIONS = 20_000;

// In SQL `+tenant` keeps the indexes by tenant out, which know nothing of spans.

/** A span of one day's file. */
export interface DaySpan extends PositionSpan {
  readonly database: Database.Database;
}

/** Cuts what is asked for into spans, in commit order. */
export function spansOf(days: readonly DayReader[], { after, upTo }: PositionSpan): DaySpan[] {
  return days.flatMap(({ database, first_position }, i): DaySpan[] => {
    const end = Math.min(upTo, (days[i + 1]?.first_position ?? Infinity) - 1);
    const spans: DaySpan[] = [];
    for (let start = Math.max(after, first_position - 1); start < end;) {
      // They begin at round positions, so that what is asked again is asked in the same spans.
      const next = Math.min(end, (Math.floor(start / SPAN_POSITIONS) + 1) * SPAN_POSITIONS);
      spans.push({ database, after: start, upTo: next });
      start = next;
    }
    return spans;
  });
}

export function selectSpan(span: PositionSpan, order: 'asc' | 'desc'): Selection {
  return {
    where: 'position > ? AND position <= ?',
    parameters: [span.after, span.upTo],
    orderBy: `position ${order}`,
    span,
  };
}

/** How many entries of a span pass a filter. */
export function countSpan(
  database: Database.Database,
  { tenant, filter }: ReplayRequest,
  span: PositionSpan,
): number {
  const sql = filterToSql(filter, span);
  if (!sql.exact) {
    let count = 0;
    const source = new CandidateSource('', tenant, filter);
    for (const { passes } of source.in(database, selectSpan(span, 'asc'))) if (passes) count += 1;
    return count;
  }
  return database
    .prepare<unknown[], number>(
      `SELECT count(*) FROM entries WHERE +tenant = ? AND position > ? AND position <= ? AND ${sql.where}`,
    )
    .pluck()
    .get(tenant, span.after, span.upTo, ...sql.parameters)!;
}

/** Where the entries of a span stand that SQL cannot tell from those that pass a filter. */
export function keysIn(
  database: Database.Database,
  { tenant, filter }: ReplayRequest,
  span: PositionSpan,
): TimeKey[] {
  const sql = filterToSql(filter, span);
  return database
    .prepare<unknown[], TimeKey>(
      `SELECT timestamp, position FROM entries
       WHERE +tenant = ? AND position > ? AND position <= ? AND ${sql.where}`,
    )
    .all(tenant, span.after, span.upTo, ...sql.parameters);
}
