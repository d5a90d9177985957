import type { DroppedRange, DropReason } from '@tailrace/protocol';
import { amend, countRanges } from './drops.ts';
import { evict, sizeOf } from './eviction.ts';
import type { QueuedSegment, QueueLimits, SessionRecord, SessionView, Settlement } from './LogQueue.ts';

interface Waiting {
  readonly segment: QueuedSegment;
  /** By `performance.now()`; `Infinity` until then. */
  durableAt: number;
}

/**
 * This session's entries in memory: every one is waiting, sent or dropped. What waits stays here until it is
 * accounted for, for a page that closes has no time to read storage.
 */
export class OwnEntries {
  /** The last `seq` given out. */
  emitted = 0;
  record: SessionRecord;
  readonly #limits: QueueLimits;
  readonly #waiting = new Map<number, Waiting>();

  constructor(session: string, limits: QueueLimits) {
    this.record = amend(undefined, { session });
    this.#limits = limits;
  }

  get session(): string {
    return this.record.session;
  }

  get dropped(): readonly DroppedRange[] {
    return this.record.dropped;
  }

  /** All that waits for the server, oldest first. */
  get waiting(): QueuedSegment[] {
    return Array.from(this.#waiting.values(), ({ segment }) => segment);
  }

  /** What waits for storage, oldest first. */
  get volatile(): QueuedSegment[] {
    return this.waiting.filter(({ from }) => this.#waiting.get(from)!.durableAt === Infinity);
  }

  get queued(): number {
    return sizeOf(this.waiting).entries;
  }

  has({ from }: QueuedSegment): boolean {
    return this.#waiting.has(from);
  }

  /** Takes segments over; returns what was given up for them, which is settled already. */
  add(segments: readonly QueuedSegment[]): Settlement {
    for (const segment of segments) this.#waiting.set(segment.from, { segment, durableAt: Infinity });
    const evicted = evict(this.volatile, this.#limits);
    this.settle(evicted);
    return evicted;
  }

  markDurable(segments: readonly QueuedSegment[]): void {
    for (const { from } of segments) {
      const waiting = this.#waiting.get(from);
      if (waiting) waiting.durableAt = performance.now();
    }
  }

  /** Takes over what became of entries, those of other sessions left aside. */
  settle({ segments, changes }: Settlement): void {
    for (const { session, from } of segments) if (session === this.session) this.#waiting.delete(from);
    for (const change of changes) {
      if (change.session === this.session) this.record = amend(this.record, change);
    }
  }

  /** Takes over what another tab did: what was in storage at `since` and is no more has been seen to. */
  reconcile({ waiting, record }: SessionView, since: number): void {
    for (const [from, { durableAt }] of this.#waiting) {
      if (durableAt < since && !waiting.has(from)) this.#waiting.delete(from);
    }
    if (record) this.record = amend(this.record, { ...record, ranges: record.dropped });
  }

  droppedByReason(): Partial<Record<DropReason, number>> {
    const counts: Partial<Record<DropReason, number>> = {};
    for (const range of this.dropped) counts[range[2]] = (counts[range[2]] ?? 0) + countRanges([range]);
    return counts;
  }
}
