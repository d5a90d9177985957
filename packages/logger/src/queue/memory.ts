import { takeBatch } from './batch.ts';
import { amendRecords, recordsToReport } from './drops.ts';
import { evict } from './eviction.ts';
import {
  DEFAULT_QUEUE_LIMITS,
  type Accepts,
  type LogQueue,
  type QueueBatch,
  type QueuedSegment,
  type QueueOptions,
  type SegmentHead,
  type SessionRecord,
  type SessionView,
  type Settlement,
} from './LogQueue.ts';

/**
 * A queue that lives as long as the page: where there is no storage, and while storage is opening or stuck.
 * What it does, it has done when the method returns.
 */
export class MemoryQueue implements LogQueue {
  readonly #options: QueueOptions;
  readonly #segments = new Map<string, QueuedSegment>();
  readonly #sessions = new Map<string, SessionRecord>();

  constructor(options: QueueOptions = {}) {
    this.#options = options;
  }

  get segments(): QueuedSegment[] {
    return [...this.#segments.values()];
  }

  has(segment: SegmentHead): boolean {
    return this.#segments.has(idOf(segment));
  }

  async put(segments: readonly QueuedSegment[]): Promise<void> {
    for (const segment of segments) this.#segments.set(idOf(segment), segment);
    const evicted = evict(this.segments, this.#options.limits ?? DEFAULT_QUEUE_LIMITS);
    if (evicted.segments.length === 0) return;
    void this.settle(evicted);
    this.#options.onEvicted?.(evicted);
  }

  async peek(accepts: Accepts = () => true): Promise<QueueBatch> {
    const segments = takeBatch(this.segments.filter(accepts));
    const sessions = recordsToReport([...this.#sessions.values()], segments);
    return { segments, sessions };
  }

  async settle(settlement: Settlement): Promise<void> {
    for (const segment of settlement.segments ?? []) this.#segments.delete(idOf(segment));
    for (const record of amendRecords(settlement, [...this.#sessions.values()])) {
      this.#sessions.set(record.session, record);
    }
  }

  async inspect(session: string): Promise<SessionView> {
    const own = this.segments.filter((segment) => segment.session === session);
    return {
      waiting: new Set(own.map(({ from }) => from)),
      dropped: this.#sessions.get(session)?.dropped ?? [],
    };
  }

  close(): void {
    this.#segments.clear();
  }
}

function idOf({ session, from }: SegmentHead): string {
  return `${session}-${from}`;
}
