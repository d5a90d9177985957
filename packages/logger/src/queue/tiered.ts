import { within } from '../backgroundTimer.ts';
import { takeBatch } from './batch.ts';
import { recordsToReport } from './drops.ts';
import type { Accepts, LogQueue, QueueBatch, QueuedSegment, SessionView, Settlement } from './LogQueue.ts';
import type { OwnEntries } from './OwnEntries.ts';

/** Milliseconds that a write may take before its segments are sent from memory: a stopped tab can block it. */
const STUCK_MS = 3000;
/** Milliseconds between attempts to write what storage has refused. */
const RETRY_WRITE_MS = 5000;

/** What a tiered queue works with. */
export interface TieredQueueOptions {
  readonly own: OwnEntries;
  /** Some segments are durable now. */
  readonly onDurable: () => void;
  /** Which of what is in storage this tab may send. */
  readonly scope: () => 'all' | 'none' | Accepts;
}

/**
 * Memory first, storage as soon as it can: what is not durable yet stays in memory, so that logging never
 * waits for storage. Without storage it is a queue that lives as long as the page, for one session.
 */
export class TieredQueue implements LogQueue {
  readonly #options: TieredQueueOptions;
  readonly #own: OwnEntries;
  readonly #writing = new Set<QueuedSegment>();
  #durable: LogQueue | undefined;
  #opening = true;
  #busy = false;

  constructor(options: TieredQueueOptions) {
    this.#options = options;
    this.#own = options.own;
  }

  /** Storage is there, and what waits in memory moves over; or there is none, and all stays in memory. */
  attach(durable: LogQueue | undefined): void {
    this.#durable = durable;
    this.#opening = false;
    void this.#writeOn();
  }

  /** @param urgent so that the write has begun when this returns */
  async put(segments: readonly QueuedSegment[], urgent = false): Promise<void> {
    const evicted = this.#own.add(segments);
    const written = urgent ? this.#write() : this.#writeOn();
    if (evicted.segments.length > 0) await this.#durable?.settle(evicted);
    await written;
  }

  async peek(): Promise<QueueBatch> {
    const durable = this.#durable;
    const overdue = durable || this.#opening ? Date.now() - STUCK_MS : Infinity;
    const segments = takeBatch(this.#own.volatile.filter(({ created }) => created < overdue));
    const held = { segments, sessions: recordsToReport([this.#own.record], segments) };
    if (!durable || segments.length > 0) return held;
    const scope = this.#options.scope();
    const nothing = { segments, sessions: [] };
    if (scope === 'none') return nothing;
    // What blocks writes blocks reads as well: what comes into memory meanwhile must still be sent.
    return (await within(STUCK_MS, durable.peek(scope === 'all' ? undefined : scope))) ?? nothing;
  }

  async settle(settlement: Settlement): Promise<void> {
    this.#own.settle(settlement);
    await this.#durable?.settle(settlement);
  }

  async inspect(session: string): Promise<SessionView> {
    const view = await this.#durable?.inspect(session);
    return view ?? { waiting: new Set(this.#own.waiting.map(({ from }) => from)), record: this.#own.record };
  }

  close(): void {
    this.#durable?.close();
    this.#durable = undefined;
  }

  /** What waits for storage and is not being written. */
  get #unwritten(): QueuedSegment[] {
    return this.#own.volatile.filter((segment) => !this.#writing.has(segment));
  }

  /** One write at a time: all that comes in meanwhile goes into the next. */
  async #writeOn(): Promise<void> {
    if (this.#busy || !this.#durable || this.#unwritten.length === 0) return;
    this.#busy = true;
    const written = await this.#write();
    this.#busy = false;
    if (written) void this.#writeOn();
    else setTimeout(() => void this.#writeOn(), RETRY_WRITE_MS);
  }

  /** Begins at once. Returns whether it went well. */
  async #write(): Promise<boolean> {
    const durable = this.#durable;
    const segments = this.#unwritten;
    if (!durable || segments.length === 0) return true;
    for (const segment of segments) this.#writing.add(segment);
    try {
      await durable.put(segments);
      this.#own.markDurable(segments);
      // Sent or given up meanwhile, from memory.
      const gone = segments.filter((segment) => !this.#own.has(segment));
      if (gone.length > 0) await durable.settle({ segments: gone, changes: [] });
      this.#options.onDurable();
      return true;
    } catch {
      // They are still in memory, and the status says so; the next write tries again.
      return false;
    } finally {
      for (const segment of segments) this.#writing.delete(segment);
    }
  }
}
