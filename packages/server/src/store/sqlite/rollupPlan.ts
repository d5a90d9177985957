import type { LogFilter } from '@tailrace/protocol';
import { filterToSql, type SqlFilter } from './filterToSql.ts';
import { ALL_TIMES, conjuncts, narrow, type TimeRange } from './timeRange.ts';

/** A stretch of time, and the span of the rollups that count it; without one its entries are counted. */
export interface RollupPiece extends TimeRange {
  readonly span: number | undefined;
}

/** A filter that asks for nothing but times and what rollups are told apart by. */
export interface RollupFilter {
  /** Over `severity`, `category` and `source`, which rollups and entries both have. */
  readonly kinds: SqlFilter;
  readonly range: TimeRange;
}

const ROLLUP_FIELDS: ReadonlySet<string> = new Set(['source', 'category']);

/** Takes a filter apart for rollups. @returns `undefined` when it asks for more than they know */
export function rollupFilterOf(filter: LogFilter): RollupFilter | undefined {
  let range = ALL_TIMES;
  const kinds: LogFilter[] = [];
  for (const part of conjuncts(filter)) {
    const narrowed = narrow(range, part);
    if (narrowed) range = narrowed;
    else if (asksForKindsOnly(part)) kinds.push(part);
    else return undefined;
  }
  const sql = filterToSql({ kind: 'and', filters: kinds });
  return sql.exact ? { kinds: sql, range } : undefined;
}

/** Cuts a range into the largest spans that fit, and what is left at its ends into smaller ones. */
export function rollupPieces({ from, to }: TimeRange, spans: readonly number[]): RollupPiece[] {
  if (from >= to) return [];
  const [span, ...smaller] = spans;
  if (span === undefined) return [{ from, to, span }];
  const start = Math.ceil(from / span) * span;
  const end = Math.floor(to / span) * span;
  if (start >= end) return rollupPieces({ from, to }, smaller);
  return [
    ...rollupPieces({ from, to: start }, smaller),
    { from: start, to: end, span },
    ...rollupPieces({ from: end, to }, smaller),
  ];
}

function asksForKindsOnly(filter: LogFilter): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.filters.every(asksForKindsOnly);
    case 'not':
      return asksForKindsOnly(filter.filter);
    case 'level':
      return true;
    case 'field':
      return ROLLUP_FIELDS.has(filter.field);
    case 'text':
    case 'part':
    case 'regex':
      return false;
  }
}
