import type { DroppedRange, DropReason } from '@tailrace/protocol';

/**
 * The ranges of both, in order and without overlaps: a session reports each drop at least once, in whatever order
 * its reports arrive. Where ranges overlap, the one that begins first stands.
 */
export function mergeRanges(a: readonly DroppedRange[], b: readonly DroppedRange[]): readonly DroppedRange[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? inOrder(b) : a;
  return inOrder([...a, ...b]);
}

function inOrder(ranges: readonly DroppedRange[]): DroppedRange[] {
  const merged: [from: number, to: number, reason: DropReason][] = [];
  for (const [from, to, reason] of ranges.toSorted((x, y) => x[0] - y[0])) {
    const last = merged.at(-1);
    const start = Math.max(from, (last?.[1] ?? 0) + 1);
    if (start > to) continue;
    if (last?.[2] === reason && last[1] + 1 === start) last[1] = to;
    else merged.push([start, to, reason]);
  }
  return merged;
}
