import { mergeRanges } from './drops.ts';
import type { LogQueue, NewSegment, QueueBatch, QueuedSegment, SessionView, Settlement } from './LogQueue.ts';
import type { MemoryQueue } from './memory.ts';

/** Milliseconds that a write may take before its segments are sent from memory: a stopped tab can block it. */
const STUCK_MS = 3000;
/** Milliseconds between attempts to write what storage has refused. */
const RETRY_WRITE_MS = 5000;

/** What a tiered queue tells. */
export interface TieredQueueOptions {
  /** These segments are durable now. */
  readonly onDurable: (segments: readonly NewSegment[]) => void;
  /** Which durable segments this tab may send now; `undefined`: none. */
  readonly accepts: () => ((segment: NewSegment) => boolean) | undefined;
}

/**
 * Memory first, storage as soon as it can: what is not durable yet stays in memory, so that logging never
 * waits for storage. Memory's keys are negative here.
 */
export class TieredQueue implements LogQueue {
  readonly #memory: MemoryQueue;
  readonly #options: TieredQueueOptions;
  readonly #writing = new Set<number>();
  #durable: LogQueue | undefined;
  #opening = true;
  #grouped = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(memory: MemoryQueue, options: TieredQueueOptions) {
    this.#memory = memory;
    this.#options = options;
  }

  /** Storage is there: what waited in memory moves over. */
  async attach(durable: LogQueue): Promise<void> {
    this.#durable = durable;
    this.#opening = false;
    const records = this.#memory.takeSessions();
    this.#group();
    if (records.length > 0) {
      await this.settle({ drops: records.map(({ session, dropped }) => ({ session, ranges: dropped })) });
    }
  }

  /** There is no storage, or no more: what follows stays in memory. */
  detach(): void {
    this.#durable = undefined;
    this.#opening = false;
  }

  /**
   * Takes segments over at once. Writes overlap only when they must not wait: otherwise all that came in
   * during one write goes into the next.
   */
  add(segments: readonly NewSegment[], { urgent = false } = {}): void {
    const queued = this.#memory.add(segments);
    if (urgent) void this.#write(this.#memory.all().filter(({ key }) => !this.#writing.has(key)));
    else if (queued.length > 0) this.#group();
  }

  put(segments: readonly NewSegment[]): Promise<readonly number[]> {
    this.add(segments);
    return Promise.resolve([]);
  }

  async peek(): Promise<QueueBatch> {
    const durable = this.#durable;
    if (!durable && !this.#opening) return negate(await this.#memory.peek());
    const overdue = Date.now() - STUCK_MS;
    const held = await this.#memory.peek(({ created }) => created < overdue);
    if (held.segments.length > 0) return negate(held);
    const accepts = this.#options.accepts();
    // What blocks writes blocks reads as well: what comes into memory meanwhile must still be sent.
    return durable && accepts ? Promise.race([durable.peek(accepts), after(STUCK_MS, NOTHING)]) : NOTHING;
  }

  async settle({ segments = [], drops = [], reported = [] }: Settlement): Promise<void> {
    for (const segment of segments) {
      if (segment.key < 0) this.#memory.remove({ ...segment, key: -segment.key });
    }
    if (!this.#durable) return this.#memory.settle({ drops, reported });
    const stored = segments.filter(({ key }) => key > 0);
    if (stored.length + drops.length + reported.length === 0) return;
    await this.#durable.settle({ segments: stored, drops, reported });
  }

  async inspect(session: string): Promise<SessionView> {
    const [held, stored] = await Promise.all([
      this.#memory.inspect(session),
      this.#durable?.inspect(session) ?? { waiting: [], dropped: [] },
    ]);
    return {
      waiting: new Set([...held.waiting, ...stored.waiting]),
      dropped: mergeRanges(held.dropped, stored.dropped),
    };
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#durable?.close();
    this.#durable = undefined;
  }

  #group(): void {
    if (this.#grouped || !this.#durable) return;
    const waiting = this.#memory.all().filter(({ key }) => !this.#writing.has(key));
    if (waiting.length === 0) return;
    this.#grouped = true;
    void this.#write(waiting).then((written) => {
      this.#grouped = false;
      if (written) return this.#group();
      this.#retry = setTimeout(() => this.#group(), RETRY_WRITE_MS);
    });
  }

  async #write(segments: readonly QueuedSegment[]): Promise<boolean> {
    const durable = this.#durable;
    if (!durable || segments.length === 0) return false;
    for (const { key } of segments) this.#writing.add(key);
    try {
      const keys = await durable.put(segments);
      const sentMeanwhile = segments
        .map((segment, index) => ({ ...segment, held: this.#memory.remove(segment), key: keys[index]! }))
        .filter(({ held }) => !held);
      if (sentMeanwhile.length > 0) await durable.settle({ segments: sentMeanwhile });
      this.#options.onDurable(segments);
      return true;
    } catch {
      // They are still in memory, and the status says so; the next write tries again.
      return false;
    } finally {
      for (const { key } of segments) this.#writing.delete(key);
    }
  }
}

const NOTHING: QueueBatch = { segments: [], sessions: [] };

function negate(batch: QueueBatch): QueueBatch {
  return { ...batch, segments: batch.segments.map((segment) => ({ ...segment, key: -segment.key })) };
}

function after<T>(ms: number, value: T): Promise<T> {
  return new Promise((resolve) => setTimeout(resolve, ms, value));
}
