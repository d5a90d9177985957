import type { QueueLimits } from './LogQueue.ts';

/** What eviction must know of a segment. */
export interface Evictable {
  readonly key: number;
  readonly from: number;
  readonly to: number;
  readonly bytes: number;
  readonly severity: number;
}

/** How much a full queue keeps, so that not every further segment evicts again. */
const KEPT_SHARE = 0.9;

/** Sums up segments. */
export function sizeOf(segments: Iterable<Pick<Evictable, 'from' | 'to' | 'bytes'>>): QueueLimits {
  let [entries, bytes] = [0, 0];
  for (const segment of segments) {
    entries += segment.to - segment.from + 1;
    bytes += segment.bytes;
  }
  return { entries, bytes };
}

/** Whether a queue of this size holds more than it may. */
export function isOver(size: QueueLimits, limits: QueueLimits): boolean {
  return size.entries > limits.entries || size.bytes > limits.bytes;
}

/** Chooses what a queue gives up when it is over its limits: the least severe first, of those the oldest. */
export function chooseVictims<T extends Evictable>(segments: readonly T[], limits: QueueLimits): T[] {
  let { entries, bytes } = sizeOf(segments);
  if (!isOver({ entries, bytes }, limits)) return [];
  const kept = { entries: limits.entries * KEPT_SHARE, bytes: limits.bytes * KEPT_SHARE };
  const victims: T[] = [];
  for (const segment of segments.toSorted((a, b) => a.severity - b.severity || a.key - b.key)) {
    if (!isOver({ entries, bytes }, kept)) break;
    victims.push(segment);
    entries -= segment.to - segment.from + 1;
    bytes -= segment.bytes;
  }
  return victims;
}
