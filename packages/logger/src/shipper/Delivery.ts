import type { DroppedRange } from '@tailrace/protocol';
import type { QueuedSegment, SessionDrops, Settlement } from '../queue/LogQueue.ts';
import { reportedBy, type Part } from './parts.ts';

/** A queued segment of which everything is accounted for. */
export interface Settled {
  readonly session: string;
  readonly from: number;
  readonly to: number;
  /** Those of its entries that were given up. */
  readonly drops: readonly DroppedRange[];
}

/** Keeps count of the pieces of one batch, so that a segment is removed only when all of it is accounted for. */
export class Delivery {
  readonly #linesLeft = new Map<QueuedSegment, number>();
  readonly #drops = new Map<QueuedSegment, DroppedRange[]>();
  readonly #reported: { session: string; count: number }[] = [];
  #finished: QueuedSegment[] = [];

  /** The server has the part, but for `rejected` entries. */
  accept(part: Part, rejected: readonly DroppedRange[]): void {
    this.#account(part, rejected);
    if (part.record) this.#reported.push({ session: part.session, count: reportedBy(part) });
  }

  /** The part is given up as a whole. */
  drop(part: Part, reason: DroppedRange[2]): void {
    this.#account(part, part.lines.length > 0 ? [[part.from, part.to, reason]] : []);
    // A report that the server cannot read is not tried for ever.
    if (part.lines.length === 0) this.#reported.push({ session: part.session, count: reportedBy(part) });
  }

  /** What is finished since the last time: for the queue, and for those who wait for it. */
  take(): { settlement: Settlement; settled: Settled[] } {
    const segments = this.#finished;
    this.#finished = [];
    const settled = segments.map((segment) => ({
      session: segment.session,
      from: segment.from,
      to: segment.to,
      drops: this.#drops.get(segment) ?? [],
    }));
    const drops: SessionDrops[] = settled
      .filter((segment) => segment.drops.length > 0)
      .map(({ session, drops: ranges }) => ({ session, ranges }));
    return { settlement: { segments, drops, reported: this.#reported.splice(0) }, settled };
  }

  #account({ segment, lines }: Part, drops: readonly DroppedRange[]): void {
    if (!segment) return;
    this.#drops.set(segment, [...(this.#drops.get(segment) ?? []), ...drops]);
    const left = (this.#linesLeft.get(segment) ?? segment.to - segment.from + 1) - lines.length;
    this.#linesLeft.set(segment, left);
    if (left === 0) this.#finished.push(segment);
  }
}
