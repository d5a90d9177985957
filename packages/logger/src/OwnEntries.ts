import { SHIPPER_BATCH_BYTES, type DroppedRange, type DropReason } from '@tailrace/protocol';
import { countRanges, mergeRanges } from './queue/drops.ts';
import type { NewSegment } from './queue/LogQueue.ts';
import type { Settled } from './shipper/Delivery.ts';

/** Keeps account of this session's entries: every one of them is waiting, sent or dropped. */
export class OwnEntries {
  readonly session: string;
  #emitted = 0;
  #sent = 0;
  #dropped: readonly DroppedRange[] = [];
  /** What waits, by its first `seq`, and whether it is durable. */
  readonly #waiting = new Map<number, { readonly to: number; readonly created: number; durable: boolean }>();
  /** The latest of what waits, with its lines: what a closing page can still send. */
  #tail: NewSegment[] = [];

  constructor(session: string) {
    this.session = session;
  }

  get emitted(): number {
    return this.#emitted;
  }

  get sent(): number {
    return this.#sent;
  }

  get dropped(): readonly DroppedRange[] {
    return this.#dropped;
  }

  get queued(): number {
    return this.#emitted - this.#sent - countRanges(this.#dropped);
  }

  /** Segments that wait for the server, oldest first. */
  get tail(): readonly NewSegment[] {
    return this.#tail;
  }

  /** Gives out the next `seq`. */
  next(): number {
    this.#emitted += 1;
    return this.#emitted;
  }

  /** @param firstBuffered the lowest `seq` that is in no segment yet */
  persisted(firstBuffered: number | undefined): number {
    let first = firstBuffered ?? this.#emitted + 1;
    for (const [from, { durable }] of this.#waiting) if (!durable && from < first) first = from;
    return first - 1;
  }

  add(segments: readonly NewSegment[]): void {
    for (const { from, to, created } of segments) this.#waiting.set(from, { to, created, durable: false });
    this.#tail.push(...segments);
    let bytes = this.#tail.reduce((sum, segment) => sum + segment.bytes, 0);
    while (bytes > SHIPPER_BATCH_BYTES && this.#tail.length > 1) bytes -= this.#tail.shift()!.bytes;
  }

  markDurable(segments: readonly NewSegment[]): void {
    for (const { from } of segments) {
      const waiting = this.#waiting.get(from);
      if (waiting) waiting.durable = true;
    }
  }

  drop(ranges: readonly DroppedRange[]): void {
    this.#dropped = mergeRanges(this.#dropped, ranges);
  }

  settle(settled: readonly Settled[]): void {
    let changed = false;
    for (const { session, from, to, drops } of settled) {
      if (session !== this.session || !this.#waiting.delete(from)) continue;
      changed = true;
      this.#sent += to - from + 1 - countRanges(drops);
      if (drops.length > 0) this.drop(drops);
    }
    if (changed) this.#tail = this.#tail.filter(({ from }) => this.#waiting.has(from));
  }

  /**
   * Compares with the queue, for news from another tab may have been missed.
   *
   * @param waiting first `seq` of each segment that is still there
   * @param before milliseconds since 1970: younger segments may not be there yet
   */
  reconcile(waiting: ReadonlySet<number>, dropped: readonly DroppedRange[], before: number): void {
    const gone = [...this.#waiting].filter(
      ([from, { durable, created }]) => durable && created < before && !waiting.has(from),
    );
    this.settle(
      gone.map(([from, { to }]) => ({
        session: this.session,
        from,
        to,
        drops: dropped
          .filter(([first, last]) => first <= to && last >= from)
          .map(([first, last, reason]) => [Math.max(first, from), Math.min(last, to), reason] as const),
      })),
    );
  }

  droppedByReason(): Partial<Record<DropReason, number>> {
    const counts: Partial<Record<DropReason, number>> = {};
    for (const [from, to, reason] of this.#dropped) counts[reason] = (counts[reason] ?? 0) + to - from + 1;
    return counts;
  }
}
