import type { DropReason } from '@tailrace/protocol';
import { MAX_AGE_MS, type QueueChange, type QueueLimits, type SegmentHead } from './LogQueue.ts';

/** How much a full queue keeps, so that not every further segment evicts again. */
const KEPT_SHARE = 0.9;

/** How many entries segments hold. */
export function countEntries(segments: Iterable<SegmentHead>): number {
  let count = 0;
  for (const { from, to } of segments) count += to - from + 1;
  return count;
}

/** How large segments are together. */
export function sizeOf(segments: Iterable<SegmentHead>): QueueLimits {
  let size = 0;
  for (const segment of segments) size += segment.size;
  return { entries: countEntries(segments), size };
}

/**
 * What a queue gives up: what is too old, and when it is over its limits the least severe first, of those the
 * oldest.
 */
export function evict(segments: readonly SegmentHead[], limits: QueueLimits): Required<QueueChange> {
  let { entries, size } = sizeOf(segments);
  const isOver = (share: number) => entries > limits.entries * share || size > limits.size * share;
  const oldest = Date.now() - MAX_AGE_MS;
  const settled: SegmentHead[] = [];
  const dropped: [string, number, number, DropReason][] = [];
  const giveUp = (victim: SegmentHead, reason: DropReason) => {
    settled.push(victim);
    dropped.push([victim.session, victim.from, victim.to, reason]);
    entries -= victim.to - victim.from + 1;
    size -= victim.size;
  };
  const fresh = segments.filter((head) => head.created > oldest || giveUp(head, 'expired'));
  if (isOver(1)) {
    for (const head of fresh.sort((a, b) => a.severity - b.severity || a.created - b.created)) {
      if (!isOver(KEPT_SHARE)) break;
      giveUp(head, 'queue_full');
    }
  }
  return { put: [], settled, dropped, reported: [] };
}
