import type { DroppedRange } from '@tailrace/protocol';

/**
 * Of two drop reports of one session the later one. Reports are cumulative, so the one that covers more is the
 * later, whichever arrived first.
 */
export function moreDropped(a: readonly DroppedRange[], b: readonly DroppedRange[]): readonly DroppedRange[] {
  return coverage(b) > coverage(a) ? b : a;
}

function coverage(ranges: readonly DroppedRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}
