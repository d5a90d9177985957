import type { DroppedRange, DropReason } from '@tailrace/protocol';
import type { SessionDrops, SessionRecord } from './LogQueue.ts';

/** Ranges of both, in order and without overlaps; where they overlap, the one that begins first stands. */
export function mergeRanges(a: readonly DroppedRange[], b: readonly DroppedRange[]): DroppedRange[] {
  const merged: [from: number, to: number, reason: DropReason][] = [];
  for (const [from, to, reason] of [...a, ...b].sort((x, y) => x[0] - y[0])) {
    const last = merged.at(-1);
    const start = last ? Math.max(from, last[1] + 1) : from;
    if (start > to) continue;
    if (last && last[2] === reason && last[1] + 1 === start) last[1] = to;
    else merged.push([start, to, reason]);
  }
  return merged;
}

/** How many entries are in ranges. */
export function countRanges(ranges: readonly DroppedRange[]): number {
  return ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0);
}

/** Drops of segments given up for one reason, by session. */
export function dropsOf(
  segments: readonly { readonly session: string; readonly from: number; readonly to: number }[],
  reason: DropReason,
): SessionDrops[] {
  const bySession = new Map<string, DroppedRange[]>();
  for (const { session, from, to } of segments) {
    const ranges = bySession.get(session) ?? [];
    ranges.push([from, to, reason]);
    bySession.set(session, ranges);
  }
  return [...bySession].map(([session, ranges]) => ({ session, ranges }));
}

/** The record of a session after it gave more up, or after the server was told of some. */
export function updateRecord(
  session: string,
  record: SessionRecord | undefined,
  { ranges = [], reported = 0 }: { ranges?: readonly DroppedRange[]; reported?: number },
): SessionRecord {
  return {
    session,
    dropped: mergeRanges(record?.dropped ?? [], ranges),
    reported: Math.max(record?.reported ?? 0, reported),
    updated: Date.now(),
  };
}

/** Whether the server has yet to be told of entries that the session gave up. */
export function isUnreported({ dropped, reported }: SessionRecord): boolean {
  return countRanges(dropped) > reported;
}
