import { BatchLimit } from './batchLimit.ts';
import { dropsOf, isUnreported, updateRecord } from './drops.ts';
import { chooseVictims, isOver, sizeOf } from './eviction.ts';
import {
  DEFAULT_QUEUE_LIMITS,
  type LogQueue,
  type NewSegment,
  type QueueBatch,
  type QueuedSegment,
  type QueueOptions,
  type SessionRecord,
  type SessionView,
  type Settlement,
} from './LogQueue.ts';

/**
 * A queue that lives as long as the page: where there is no storage, and while storage is opening or stuck.
 * What the seam does asynchronously can also be had at once, by `add` and `remove`.
 */
export class MemoryQueue implements LogQueue {
  readonly #options: QueueOptions;
  readonly #segments = new Map<number, QueuedSegment>();
  readonly #sessions = new Map<string, SessionRecord>();
  #size = { entries: 0, bytes: 0 };
  #lastKey = 0;

  constructor(options: QueueOptions = {}) {
    this.#options = options;
  }

  /** Keeps segments, and gives up others when it is full. */
  add(segments: readonly NewSegment[]): QueuedSegment[] {
    const queued = segments.map((segment) => {
      this.#lastKey += 1;
      return { ...segment, key: this.#lastKey };
    });
    for (const segment of queued) {
      this.#segments.set(segment.key, segment);
      this.#resize([segment], 1);
    }
    this.#evict();
    return queued;
  }

  /** Returns whether the segment was still there. */
  remove(segment: QueuedSegment): boolean {
    const found = this.#segments.delete(segment.key);
    if (found) this.#resize([segment], -1);
    return found;
  }

  all(): QueuedSegment[] {
    return [...this.#segments.values()];
  }

  put(segments: readonly NewSegment[]): Promise<readonly number[]> {
    return Promise.resolve(this.add(segments).map(({ key }) => key));
  }

  peek(accepts: (segment: NewSegment) => boolean = () => true): Promise<QueueBatch> {
    const limit = new BatchLimit();
    const segments: QueuedSegment[] = [];
    for (const segment of this.#segments.values()) {
      if (!accepts(segment)) continue;
      if (!limit.admits(segment)) break;
      segments.push(segment);
    }
    const sent = new Set(segments.map(({ session }) => session));
    const sessions = [...this.#sessions.values()].filter(
      (record) => sent.has(record.session) || isUnreported(record),
    );
    return Promise.resolve({ segments, sessions });
  }

  settle({ segments = [], drops = [], reported = [] }: Settlement): Promise<void> {
    for (const segment of segments) this.remove(segment);
    for (const { session, ranges } of drops) {
      this.#sessions.set(session, updateRecord(session, this.#sessions.get(session), { ranges }));
    }
    for (const { session, count } of reported) {
      const record = this.#sessions.get(session);
      if (record) this.#sessions.set(session, updateRecord(session, record, { reported: count }));
    }
    return Promise.resolve();
  }

  inspect(session: string): Promise<SessionView> {
    const own = this.all().filter((segment) => segment.session === session);
    return Promise.resolve({
      waiting: new Set(own.map(({ from }) => from)),
      dropped: this.#sessions.get(session)?.dropped ?? [],
    });
  }

  /** Takes out the records of sessions that gave entries up, for a queue that lasts. */
  takeSessions(): SessionRecord[] {
    const records = [...this.#sessions.values()];
    this.#sessions.clear();
    return records;
  }

  close(): void {
    this.#segments.clear();
  }

  #evict(): void {
    const limits = this.#options.limits ?? DEFAULT_QUEUE_LIMITS;
    if (!isOver(this.#size, limits)) return;
    const victims = chooseVictims(this.all(), limits);
    const drops = dropsOf(victims, 'queue_full');
    void this.settle({ segments: victims, drops });
    this.#options.onEvicted?.(drops);
  }

  #resize(segments: readonly QueuedSegment[], sign: 1 | -1): void {
    const { entries, bytes } = sizeOf(segments);
    this.#size = { entries: this.#size.entries + sign * entries, bytes: this.#size.bytes + sign * bytes };
  }
}
