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

/** Adds sizes, or with `sign` -1 takes one from the other. */
export function addSizes(a: QueueLimits, b: QueueLimits, sign = 1): QueueLimits {
  return { entries: a.entries + sign * b.entries, bytes: a.bytes + sign * b.bytes };
}

/** Whether a queue of this size holds more than it may. */
export function isOver(size: QueueLimits, limits: QueueLimits, share = 1): boolean {
  return size.entries > limits.entries * share || size.bytes > limits.bytes * share;
}

/** Chooses what a queue gives up when it is over its limits: the least severe first, of those the oldest. */
export function evict(
  segments: readonly SegmentHead[],
  limits: QueueLimits,
): Required<Omit<Settlement, 'reported'>> {
  let size = sizeOf(segments);
  const victims: SegmentHead[] = [];
  if (isOver(size, limits)) {
    for (const victim of segments.toSorted((a, b) => a.severity - b.severity || a.created - b.created)) {
      if (!isOver(size, limits, KEPT_SHARE)) break;
      victims.push(victim);
      size = addSizes(size, sizeOf([victim]), -1);
    }
  }
  return {
    segments: victims,
    drops: victims.map(({ session, from, to }) => ({ session, ranges: [[from, to, 'queue_full']] })),
  };
}
