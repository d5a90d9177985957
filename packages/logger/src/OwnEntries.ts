import { SHIPPER_BATCH_BYTES, type DroppedRange, type DropReason } from '@tailrace/protocol';
import { countRanges, mergeRanges } from './queue/drops.ts';
import { sizeOf } from './queue/eviction.ts';
import type { QueuedSegment, SessionView, Settlement } from './queue/LogQueue.ts';

/** Keeps account of this session's entries: every one of them is waiting, sent or dropped. */
export class OwnEntries {
  readonly session: string;
  /** The last `seq` given out. */
  emitted = 0;
  /** All that was given up, in order and without overlaps. */
  dropped: readonly DroppedRange[] = [];
  /** The latest segments that wait, with their lines: what a closing page can still send. */
  tail: readonly QueuedSegment[] = [];
  /** What waits, by its first `seq`, and since when it is durable. */
  readonly #waiting = new Map<number, { readonly to: number; durableAt: number | undefined }>();

  constructor(session: string) {
    this.session = session;
  }

  /** Entries in segments that wait for the server. */
  get waiting(): number {
    let count = 0;
    for (const [from, { to }] of this.#waiting) count += to - from + 1;
    return count;
  }

  /** The lowest `seq` in a segment that is not durable. */
  get firstVolatile(): number {
    for (const [from, { durableAt }] of this.#waiting) if (durableAt === undefined) return from;
    return Infinity;
  }

  add(segments: readonly QueuedSegment[]): void {
    for (const { from, to } of segments) this.#waiting.set(from, { to, durableAt: undefined });
    const tail = [...this.tail, ...segments];
    while (tail.length > 1 && sizeOf(tail).bytes > SHIPPER_BATCH_BYTES) tail.shift();
    this.tail = tail;
  }

  markDurable(segments: readonly QueuedSegment[]): void {
    for (const { from } of segments) {
      const waiting = this.#waiting.get(from);
      if (waiting) waiting.durableAt = performance.now();
    }
  }

  drop(ranges: readonly DroppedRange[]): void {
    this.dropped = mergeRanges(this.dropped, ranges);
  }

  /** Takes over what became of entries, those of other sessions left aside. */
  settle({ segments = [], drops = [] }: Settlement): void {
    for (const { session, from } of segments) if (session === this.session) this.#waiting.delete(from);
    for (const { session, ranges } of drops) if (session === this.session) this.drop(ranges);
    this.tail = this.tail.filter(({ from }) => this.#waiting.has(from));
  }

  /** Takes over what another tab did: what was in the queue at `since` and is no more has been seen to. */
  reconcile({ waiting, dropped }: SessionView, since: number): void {
    for (const [from, { durableAt = Infinity }] of this.#waiting) {
      if (durableAt < since && !waiting.has(from)) this.#waiting.delete(from);
    }
    this.drop(dropped);
    this.settle({});
  }

  droppedByReason(): Partial<Record<DropReason, number>> {
    const counts: Partial<Record<DropReason, number>> = {};
    for (const range of this.dropped) counts[range[2]] = (counts[range[2]] ?? 0) + countRanges([range]);
    return counts;
  }
}
