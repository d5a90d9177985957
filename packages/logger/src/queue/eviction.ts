import type { DroppedRange } from '@tailrace/protocol';
import type { QueueLimits, SegmentHead, Settlement } from './LogQueue.ts';

/** How much a full queue keeps, so that not every further segment evicts again. */
const KEPT_SHARE = 0.9;

/** Sums up segments. */
export function sizeOf(segments: readonly SegmentHead[]): QueueLimits {
  let [entries, bytes] = [0, 0];
  for (const segment of segments) {
    entries += segment.to - segment.from + 1;
    bytes += segment.bytes;
  }
  return { entries, bytes };
}

/** What a queue gives up when it is over its limits: the least severe first, of those the oldest. */
export function evict(segments: readonly SegmentHead[], limits: QueueLimits): Settlement {
  let { entries, bytes } = sizeOf(segments);
  const isOver = (share: number) => entries > limits.entries * share || bytes > limits.bytes * share;
  const victims: SegmentHead[] = [];
  if (isOver(1)) {
    for (const victim of segments.toSorted((a, b) => a.severity - b.severity || a.created - b.created)) {
      if (!isOver(KEPT_SHARE)) break;
      victims.push(victim);
      entries -= victim.to - victim.from + 1;
      bytes -= victim.bytes;
    }
  }
  return {
    segments: victims,
    changes: [...new Set(victims.map(({ session }) => session))].map((session) => ({
      session,
      ranges: victims
        .filter((victim) => victim.session === session)
        .map(({ from, to }): DroppedRange => [from, to, 'queue_full']),
    })),
  };
}
