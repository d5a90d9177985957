import type { Comparison, LogFilter } from '@tailrace/protocol';

/** From one time to before another, milliseconds since 1970; either may be infinite. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** All times. */
export const ALL_TIMES: TimeRange = { from: -Infinity, to: Infinity };

/** The parts of a filter that an entry must pass all. */
export function conjuncts(filter: LogFilter): LogFilter[] {
  return filter.kind === 'and' ? filter.filters.flatMap(conjuncts) : [filter];
}

/** The times outside of which a filter passes nothing. */
export function timeRangeOf(filter: LogFilter): TimeRange {
  return conjuncts(filter).reduce((range, part) => narrow(range, part) ?? range, ALL_TIMES);
}

/** Narrows a range down by a part of a filter. @returns `undefined` when it does not only ask for times */
export function narrow({ from, to }: TimeRange, filter: LogFilter): TimeRange | undefined {
  if (filter.kind !== 'field' || filter.field !== 'timestamp') return undefined;
  const { test } = filter;
  if (test.kind === 'range') {
    const start = firstBeyond(test.from.excluded ? '>' : '>=', test.from.value);
    const end = firstBeyond(test.to.excluded ? '<' : '<=', test.to.value);
    return Number.isNaN(start + end) ? undefined : { from: Math.max(from, start), to: Math.min(to, end) };
  }
  if (test.kind !== 'compare') return undefined;
  const { comparison, value } = test;
  if (Number.isNaN(value)) return undefined;
  const bound = firstBeyond(comparison, value);
  return comparison.startsWith('>') ? { from: Math.max(from, bound), to } : { from, to: Math.min(to, bound) };
}

/** The first whole millisecond that is on the other side; times have no fractions. */
function firstBeyond(comparison: Comparison, value: number): number {
  return comparison === '>' || comparison === '<=' ? Math.floor(value) + 1 : Math.ceil(value);
}
