import type { DropReason } from '@tailrace/protocol';
import { amend } from './drops.ts';
import { evict } from './eviction.ts';
import type { QueuedSegment, QueueLimits, SessionRecord, SessionView, Settlement } from './LogQueue.ts';

/**
 * This session's entries in memory: every one is waiting, sent or dropped. What waits stays here until it is
 * accounted for, for a page that closes has no time to read storage.
 */
export interface OwnEntries {
  /** The last `seq` given out. */
  emitted: number;
  /** What was given up, and how much of it the server knows. */
  readonly record: SessionRecord;
  /** All that waits for the server, oldest first. */
  readonly waiting: readonly QueuedSegment[];
  /** What of it waits for storage, too. */
  readonly volatile: readonly QueuedSegment[];
  has(segment: QueuedSegment): boolean;
  /** Takes segments over; returns what was given up for them, which is settled already. */
  add(segments: readonly QueuedSegment[]): Settlement;
  markDurable(segments: readonly QueuedSegment[]): void;
  /** Storage is gone, and perhaps what was in it: all that waits is to be sent from here. */
  markVolatile(): void;
  /** Takes over what became of entries, those of other sessions left aside. */
  settle(settlement: Settlement): void;
  /** Takes over what another tab did: what was in storage at `since` and is no more has been seen to. */
  reconcile(view: SessionView, since: number): void;
  droppedByReason(): Partial<Record<DropReason, number>>;
}

export function createOwnEntries(session: string, limits: QueueLimits): OwnEntries {
  /** By the first `seq`. */
  const waiting = new Map<number, QueuedSegment>();
  /** When a segment became durable, by `performance.now()`. */
  let durableAt = new WeakMap<QueuedSegment, number>();
  let record = amend(undefined, { session });

  const listVolatile = () => [...waiting.values()].filter((segment) => !durableAt.has(segment));
  const settle = ({ segments, changes }: Settlement) => {
    for (const segment of segments) if (segment.session === session) waiting.delete(segment.from);
    for (const change of changes) if (change.session === session) record = amend(record, change);
  };
  return {
    emitted: 0,
    get record() {
      return record;
    },
    get waiting() {
      return [...waiting.values()];
    },
    get volatile() {
      return listVolatile();
    },
    has: ({ from }) => waiting.has(from),
    add(segments) {
      for (const segment of segments) waiting.set(segment.from, segment);
      const evicted = evict(listVolatile(), limits);
      settle(evicted);
      return evicted;
    },
    markDurable(segments) {
      for (const segment of segments) durableAt.set(segment, performance.now());
    },
    markVolatile() {
      durableAt = new WeakMap();
    },
    settle,
    reconcile(view, since) {
      for (const [from, segment] of waiting) {
        if (durableAt.get(segment)! < since && !view.waiting.has(from)) waiting.delete(from);
      }
      if (view.record) record = amend(record, { ...view.record, ranges: view.record.dropped });
    },
    droppedByReason() {
      const counts: Partial<Record<DropReason, number>> = {};
      for (const [from, to, reason] of record.dropped) {
        counts[reason] = (counts[reason] ?? 0) + to - from + 1;
      }
      return counts;
    },
  };
}
