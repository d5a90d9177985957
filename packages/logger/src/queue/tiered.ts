import type { Accepts, LogQueue, QueueBatch, QueuedSegment, SessionView, Settlement } from './LogQueue.ts';
import type { MemoryQueue } from './memory.ts';

/** Milliseconds that a write may take before its segments are sent from memory: a stopped tab can block it. */
const STUCK_MS = 3000;
/** Milliseconds between attempts to write what storage has refused. */
const RETRY_WRITE_MS = 5000;
const NOTHING: QueueBatch = { segments: [], sessions: [] };

/** What a tiered queue tells and asks. */
export interface TieredQueueOptions {
  readonly memory: MemoryQueue;
  /** These segments are durable now. */
  readonly onDurable: (segments: readonly QueuedSegment[]) => void;
  /** Which of what is in storage this tab may send. */
  readonly scope: () => 'all' | 'none' | Accepts;
}

/**
 * Memory first, storage as soon as it can: what is not durable yet stays in memory, so that logging never
 * waits for storage.
 */
export class TieredQueue implements LogQueue {
  readonly #options: TieredQueueOptions;
  readonly #memory: MemoryQueue;
  readonly #writing = new Set<QueuedSegment>();
  #durable: LogQueue | undefined;
  #opening = true;
  #busy = false;

  constructor(options: TieredQueueOptions) {
    this.#options = options;
    this.#memory = options.memory;
  }

  /** Storage is there, and what waits in memory moves over; or there is none, and all stays in memory. */
  attach(durable: LogQueue | undefined): void {
    this.#durable = durable;
    this.#opening = false;
    void this.#writeOn();
  }

  /** Takes segments over at once. @param urgent so that their write has begun when this returns */
  add(segments: readonly QueuedSegment[], urgent: boolean): void {
    void this.#memory.put(segments);
    void (urgent ? this.#write() : this.#writeOn());
  }

  async put(segments: readonly QueuedSegment[]): Promise<void> {
    this.add(segments, false);
  }

  async peek(): Promise<QueueBatch> {
    const durable = this.#durable;
    const overdue = Date.now() - STUCK_MS;
    const inMemory = !durable && !this.#opening;
    const held = await this.#memory.peek(({ created }) => inMemory || created < overdue);
    if (!durable || held.segments.length > 0) return held;
    const scope = this.#options.scope();
    if (scope === 'none') return NOTHING;
    // What blocks writes blocks reads as well: what comes into memory meanwhile must still be sent.
    const giveUp = new Promise<QueueBatch>((resolve) => setTimeout(resolve, STUCK_MS, NOTHING));
    return Promise.race([durable.peek(scope === 'all' ? undefined : scope), giveUp]);
  }

  async settle(settlement: Settlement): Promise<void> {
    await this.#memory.settle(settlement);
    await this.#durable?.settle(settlement);
  }

  inspect(session: string): Promise<SessionView> {
    return (this.#durable ?? this.#memory).inspect(session);
  }

  close(): void {
    this.#durable?.close();
    this.#durable = undefined;
  }

  /** One write at a time: all that comes in meanwhile goes into the next. */
  async #writeOn(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    const written = await this.#write();
    this.#busy = false;
    if (written === 'some') void this.#writeOn();
    else if (written === 'failed') setTimeout(() => void this.#writeOn(), RETRY_WRITE_MS);
  }

  async #write(): Promise<'some' | 'none' | 'failed'> {
    const durable = this.#durable;
    const segments = this.#memory.segments.filter((segment) => !this.#writing.has(segment));
    if (!durable || segments.length === 0) return 'none';
    for (const segment of segments) this.#writing.add(segment);
    try {
      await durable.put(segments);
      // Sent or given up meanwhile, from memory.
      const gone = segments.filter((segment) => !this.#memory.has(segment));
      if (gone.length > 0) await durable.settle({ segments: gone });
      void this.#memory.settle({ segments });
      this.#options.onDurable(segments);
      return 'some';
    } catch {
      // They are still in memory, and the status says so; the next write tries again.
      return 'failed';
    } finally {
      for (const segment of segments) this.#writing.delete(segment);
    }
  }
}
