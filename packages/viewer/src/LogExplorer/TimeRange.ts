import type { LogFilter } from '@tailrace/protocol';
import { printFilter } from '@tailrace/protocol/print';

/** A piece of time: milliseconds since 1970, the end not included. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

const MINUTE_MS = 60_000;

/** Milliseconds of the ranges that end now. */
export const LAST_MS = {
  '15m': 15 * MINUTE_MS,
  '1h': 60 * MINUTE_MS,
  '24h': 24 * 60 * MINUTE_MS,
  '7d': 7 * 24 * 60 * MINUTE_MS,
} as const;

export type LastRange = keyof typeof LAST_MS;
export const LAST_RANGES = Object.keys(LAST_MS) as readonly LastRange[];

/** What time is looked at: the tail of what comes, the last while, or from one time to another. */
export type TimeRange = 'live' | LastRange | TimeSpan;

export function isSpan(range: TimeRange): range is TimeSpan {
  return typeof range === 'object';
}

/** @returns where a range begins and ends; `undefined` of what is open at that side */
export function boundsOf(range: TimeRange, now: number): { from?: number; to?: number } {
  if (isSpan(range)) return { ...range };
  return range === 'live' ? {} : { from: now - LAST_MS[range] };
}

/** The part of the filter language that a piece of time is. */
export function timeFilter({ from, to }: { readonly from?: number; readonly to?: number }): string {
  if (from === undefined && to === undefined) return '';
  const test =
    from !== undefined && to !== undefined
      ? ({ kind: 'range', from: { value: from }, to: { value: to, excluded: true } } as const)
      : from !== undefined
        ? ({ kind: 'compare', comparison: '>=', value: from } as const)
        : ({ kind: 'compare', comparison: '<', value: to! } as const);
  return printFilter({ kind: 'field', field: 'timestamp', test } satisfies LogFilter);
}

/** Both within each other; `undefined` when they have nothing in common. */
export function overlap(a: TimeSpan, b: TimeSpan): TimeSpan | undefined {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : undefined;
}
