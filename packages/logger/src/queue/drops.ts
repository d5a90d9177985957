import type { DroppedRange, DropReason } from '@tailrace/protocol';
import type { SegmentHead, SessionChange, SessionRecord } from './LogQueue.ts';

/** Ranges of both, in order and without overlaps; where they overlap, the one that begins first stands. */
export function mergeRanges(a: readonly DroppedRange[], b: readonly DroppedRange[]): DroppedRange[] {
  const merged: [from: number, to: number, reason: DropReason][] = [];
  // Nothing is next to it, for the first `seq` is 1.
  let last: (typeof merged)[number] = [-1, -1, 'queue_full'];
  for (const [from, to, reason] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const start = Math.max(from, last[1] + 1);
    if (start > to) continue;
    if (last[2] === reason && last[1] + 1 === start) last[1] = to;
    else merged.push((last = [start, to, reason]));
  }
  return merged;
}

/** How many entries are in ranges. */
export function countRanges(ranges: readonly DroppedRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** Whether the server has yet to be told of entries that the session gave up. */
export function isUnreported({ dropped, reported }: SessionRecord): boolean {
  return countRanges(dropped) > reported;
}

/** The records that the headers of a request for these segments report, or that one without segments must. */
export function recordsToReport(
  records: readonly SessionRecord[],
  segments: readonly SegmentHead[],
): SessionRecord[] {
  return records.filter(
    (record) =>
      isUnreported(record) ||
      (record.dropped.length > 0 && segments.some(({ session }) => session === record.session)),
  );
}

/** The record of a session after a change. */
export function amend(
  record: SessionRecord | undefined,
  { session, ranges = [], reported = 0 }: SessionChange,
): SessionRecord {
  return {
    session,
    dropped: mergeRanges(record?.dropped ?? [], ranges),
    reported: Math.max(record?.reported ?? 0, reported),
    updated: Date.now(),
  };
}
