import type { DroppedRange } from '@tailrace/protocol';

/**
 * What is known of a session's drops, and what a new report adds to it, in order and without overlaps. A session
 * reports each drop at least once; of what is known already the reason stays, for a later report may be a guess:
 * "all that storage had".
 */
export function mergeRanges(
  known: readonly DroppedRange[],
  reported: readonly DroppedRange[],
): readonly DroppedRange[] {
  return reported.reduce(addRange, known);
}

function addRange(known: readonly DroppedRange[], [from, to, reason]: DroppedRange): DroppedRange[] {
  const gaps: DroppedRange[] = [];
  let next = from;
  for (const [start, end] of known) {
    if (start > to) break;
    if (start > next) gaps.push([next, start - 1, reason]);
    next = Math.max(next, end + 1);
  }
  if (next <= to) gaps.push([next, to, reason]);
  return joinNeighbours([...known, ...gaps].toSorted((a, b) => a[0] - b[0]));
}

function joinNeighbours(ranges: readonly DroppedRange[]): DroppedRange[] {
  const joined: DroppedRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last?.[2] === range[2] && last[1] + 1 === range[0])
      joined.splice(-1, 1, [last[0], range[1], last[2]]);
    else joined.push(range);
  }
  return joined;
}
