import { within } from '../backgroundTimer.ts';
import { takeBatch } from './batch.ts';
import { recordsToReport } from './drops.ts';
import type { Accepts, LogQueue, QueuedSegment } from './LogQueue.ts';
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
export interface TieredQueue extends LogQueue {
  /** @param urgent so that the write has begun when this returns */
  put(segments: readonly QueuedSegment[], urgent?: boolean): Promise<void>;
  /** Storage is there, and what waits in memory moves over; or there is none, and all stays in memory. */
  attach(durable: LogQueue | undefined): void;
}

export function createTieredQueue({ own, onDurable, scope }: TieredQueueOptions): TieredQueue {
  const writing = new Set<QueuedSegment>();
  let durable: LogQueue | undefined;
  /** How old entries are that are sent from memory. */
  let patienceMs = STUCK_MS;

  /** Begins at once if it is urgent; else one write at a time, and what comes in meanwhile goes into the next. */
  const write = async (urgent?: boolean): Promise<void> => {
    const storage = durable;
    const segments = own.volatile.filter((segment) => !writing.has(segment));
    if (!storage || segments.length === 0 || (writing.size > 0 && !urgent)) return;
    for (const segment of segments) writing.add(segment);
    let isWritten = true;
    try {
      await storage.put(segments);
      own.markDurable(segments);
      // Sent or given up meanwhile, from memory.
      const gone = segments.filter((segment) => !own.has(segment));
      if (gone.length > 0) await storage.settle({ segments: gone, changes: [] });
      onDurable();
    } catch {
      // They are still in memory, and the status says so.
      isWritten = false;
    }
    for (const segment of segments) writing.delete(segment);
    if (isWritten) void write();
    else setTimeout(() => void write(), RETRY_WRITE_MS);
  };

  return {
    attach(storage) {
      durable = storage;
      if (!storage) {
        own.markVolatile();
        patienceMs = -Infinity;
      }
      void write();
    },
    async put(segments, urgent) {
      const evicted = own.add(segments);
      const written = write(urgent);
      if (evicted.segments.length > 0) await durable?.settle(evicted);
      await written;
    },
    async peek() {
      const overdue = Date.now() - patienceMs;
      const segments = takeBatch(own.volatile.filter(({ created }) => created < overdue));
      if (!durable || segments.length > 0)
        return { segments, sessions: recordsToReport([own.record], segments) };
      const accepts = scope();
      const stored = accepts === 'none' ? undefined : durable.peek(accepts === 'all' ? undefined : accepts);
      // What blocks writes blocks reads as well: what comes into memory meanwhile must still be sent.
      return (await within(STUCK_MS, stored)) ?? { segments, sessions: [] };
    },
    async settle(settlement) {
      own.settle(settlement);
      await durable?.settle(settlement);
    },
    async inspect(session) {
      const view = await durable?.inspect(session);
      return view ?? { waiting: new Set(own.waiting.map(({ from }) => from)), record: own.record };
    },
    close() {
      durable?.close();
      durable = undefined;
    },
  };
}
