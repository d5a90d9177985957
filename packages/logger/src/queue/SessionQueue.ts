import type { DropReason } from '@tailrace/protocol';
import { setBackgroundTimeout, within } from '../backgroundTimer.ts';
import { takeBatch } from './batch.ts';
import { countEntries, evict } from './eviction.ts';
import {
  MAX_REPORTED_DROPS,
  type Drop,
  type LogQueue,
  type QueueChange,
  type QueuedSegment,
  type QueueLimits,
  type SegmentHead,
} from './LogQueue.ts';

/** Milliseconds that a write may take before its segments are sent from memory: a stopped tab can block it. */
const STUCK_MS = 3000;
/** Milliseconds between attempts to write what storage has refused. */
const RETRY_WRITE_MS = 5000;
/** UTF-16 code units of lines that stay in memory although they are durable, so as not to be read again. */
const KEPT_SIZE = 1024 * 1024;

/** Which segments in storage this tab may send. */
export type Accepts = (head: SegmentHead) => boolean;

/** What one request carries: segments, and reports of drops. */
export interface QueueBatch {
  readonly segments: readonly QueuedSegment[];
  readonly drops: readonly Drop[];
}

/** What a session's queue works with. */
export interface SessionQueueOptions {
  readonly session: string;
  /** How much it may hold at the moment. */
  readonly limits: () => QueueLimits;
  /** Some segments are durable now. */
  readonly onDurable: () => void;
  /** `undefined`: another tab sends. */
  readonly accepts: () => Accepts | undefined;
  /** Whether nothing may be stored or sent. */
  readonly isPaused: () => boolean;
}

/**
 * This session's entries: each is waiting, sent or dropped. Memory first, storage as soon as it can, so that
 * logging never waits for it; without storage all waits in memory, and ends with the page.
 */
export interface SessionQueue {
  /** The last `seq` given out. */
  emitted: number;
  /** Entries that wait for the server. */
  readonly size: number;
  /** The lowest `seq` that waits for storage, too; `Infinity` when there is none. */
  readonly firstVolatile: number;
  /** Entries given up, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  add(segment: QueuedSegment): void;
  drop(seq: number, reason: DropReason): void;
  /** Gives up what is too much to wait in memory. */
  trim(): void;
  /** Writes what is not durable. @param urgent so that the write has begun when this returns */
  persist(urgent: boolean): void;
  /** Storage is there: what waits in memory moves over. */
  attach(storage: LogQueue): void;
  /** Storage is gone, and perhaps what was in it. @param isForGood from now on all is sent from memory */
  detach(isForGood: boolean): void;
  /** What to send next, taking nothing out; nothing while another tab sends. */
  readonly peek: () => Promise<QueueBatch>;
  /** The oldest of what waits, as much as fits into so many UTF-16 code units. */
  oldest(size: number): QueuedSegment[];
  readonly settle: (change: QueueChange) => Promise<void>;
  /** Takes over what another tab did to the shared queue. */
  absorb(change: QueueChange): void;
  /** Looks what of this session is still in storage: news of another tab can be lost with it. */
  reconcile(): Promise<void>;
  /** Gives up all that waits, of all sessions in storage. @returns what that was */
  erase(): Promise<QueueChange>;
  close(): void;
}

/** A segment that waits. */
interface Held {
  readonly head: SegmentHead;
  /** With its lines, as long as they are in memory. */
  segment: QueuedSegment | undefined;
  isWriting?: boolean;
  /** When it became durable, by `performance.now()`. */
  durableAt?: number;
}

/** Makes the queue of a session. */
export function createSessionQueue(options: SessionQueueOptions): SessionQueue {
  const { session, limits, onDurable, accepts, isPaused } = options;
  /** By the first `seq`, in order. */
  const waiting = new Map<number, Held>();
  /** What of it waits for storage, too. */
  const volatile = new Set<Held>();
  const dropped: Partial<Record<DropReason, number>> = {};
  /** First `seq` of each drop that a settlement brought. */
  const counted = new Set<number>();
  /** Drops that storage does not know of. */
  let drops: [...Drop][] = [];
  let storage: LogQueue | undefined;
  /** Milliseconds that a segment waits for storage before it is sent from memory. */
  let patienceMs = STUCK_MS;
  let isOthersTurn = false;
  let keptSize = 0;

  const count = (reason: DropReason, entries: number) => {
    dropped[reason] = (dropped[reason] ?? 0) + entries;
  };
  const absorb = ({ settled = [], dropped: given = [] }: QueueChange) => {
    for (const head of settled) {
      const held = waiting.get(head.from);
      if (!held || head.session !== session) continue;
      waiting.delete(head.from);
      volatile.delete(held);
      if (held.segment) keptSize -= head.size;
    }
    for (const [of, from, to, reason] of given) {
      // What is refused once can be refused again when its segment is sent again.
      if (of !== session || counted.has(from)) continue;
      counted.add(from);
      count(reason, to - from + 1);
    }
  };
  const settle = async (change: QueueChange) => {
    absorb(change);
    drops = drops.filter((drop) => !change.reported?.includes(drop));
    if (storage) await storage.write(change);
    else drops.push(...((change.dropped ?? []) as [...Drop][]));
  };

  /** Begins at once if it is urgent; else one write at a time, and what comes in meanwhile goes into the next. */
  const persist = async (urgent?: boolean): Promise<void> => {
    const target = storage;
    const all = [...volatile];
    const helds = all.filter(({ isWriting }) => !isWriting);
    const taken = drops;
    const isBusy = helds.length < all.length && !urgent;
    if (!target || isPaused() || isBusy || helds.length + taken.length === 0) return;
    drops = [];
    for (const held of helds) held.isWriting = true;
    const isWritten = await target.write({ put: helds.map(({ segment }) => segment!), dropped: taken }).then(
      () => true,
      () => false,
    );
    for (const held of helds) held.isWriting = false;
    if (!isWritten) {
      // They are still in memory, and the status says so.
      drops = [...taken, ...drops];
      setBackgroundTimeout(() => void persist(), RETRY_WRITE_MS);
      return;
    }
    // From the latest: in a flood the oldest stay, and the others are read again when their turn comes.
    for (const held of helds.toReversed()) {
      volatile.delete(held);
      held.durableAt = performance.now();
      if (keptSize > KEPT_SIZE && waiting.has(held.head.from)) {
        keptSize -= held.head.size;
        held.segment = undefined;
      }
    }
    // Sent or given up meanwhile, from memory.
    const gone = helds.filter(({ head }) => !waiting.has(head.from)).map(({ head }) => head);
    if (gone.length > 0) target.write({ settled: gone }).catch(() => {});
    onDurable();
    void persist();
  };

  const trim = () => {
    const evicted = evict(
      [...volatile].map(({ head }) => head),
      limits(),
    );
    if (evicted.settled.length > 0) void settle(evicted).catch(() => {});
  };

  /** Reads the lines of what is in storage; lines that are not there any more were lost with it. */
  const load = async (helds: readonly Held[]): Promise<QueuedSegment[]> => {
    const absent = helds.filter(({ segment }) => !segment).map(({ head }) => head);
    const read = absent.length > 0 ? await storage!.read(absent) : [];
    const lost = absent.filter(({ from }) => !read.some((segment) => segment.from === from));
    if (lost.length > 0) {
      await settle({
        settled: lost,
        dropped: lost.map(({ from, to }): Drop => [session, from, to, 'storage_lost']),
      });
    }
    return helds.flatMap(({ head, segment }) => segment ?? read.find(({ from }) => from === head.from) ?? []);
  };

  return {
    emitted: 0,
    get size() {
      return countEntries([...waiting.values()].map(({ head }) => head));
    },
    get firstVolatile() {
      for (const { head } of volatile) return head.from;
      return Infinity;
    },
    dropped,
    add(segment) {
      const { session: of, from, to, size, severity, created } = segment;
      const head = { session: of, from, to, size, severity, created };
      const held: Held = { head, segment };
      waiting.set(head.from, held);
      volatile.add(held);
      keptSize += head.size;
      trim();
    },
    drop(seq, reason) {
      count(reason, 1);
      const last = drops.at(-1);
      if (last?.[2] === seq - 1 && last[3] === reason)
        drops[drops.length - 1] = [session, last[1], seq, reason];
      else drops.push([session, seq, seq, reason]);
    },
    trim,
    persist: (urgent) => void persist(urgent),
    attach(opened) {
      storage = opened;
      void persist();
    },
    detach(isForGood) {
      storage = undefined;
      if (isForGood) patienceMs = -Infinity;
      for (const held of waiting.values()) if (held.segment) volatile.add(held);
    },
    async peek() {
      if (isPaused()) return { segments: [], drops: [] };
      const overdue = Date.now() - patienceMs;
      const isMine = accepts();
      const mine = takeBatch(
        [...waiting.values()]
          .filter((held) =>
            volatile.has(held) ? held.head.created < overdue : storage && isMine?.(held.head),
          )
          .map((held) => ({ ...held.head, held })),
      ).map(({ held }) => held);
      isOthersTurn = !isOthersTurn;
      if (!storage) return { segments: await load(mine), drops: drops.slice(0, MAX_REPORTED_DROPS) };
      if (!isMine || (mine.length > 0 && !isOthersTurn)) return { segments: await load(mine), drops: [] };
      // What blocks writes blocks reads as well: what is in memory must still be sent.
      const stored = await within(STUCK_MS, storage.list());
      const heads = stored?.segments.filter((head) => head.session !== session && isMine(head)) ?? [];
      const others = heads.length > 0 ? await storage.read(takeBatch(heads)) : [];
      return { segments: others.length > 0 ? others : await load(mine), drops: stored?.drops ?? [] };
    },
    oldest(size) {
      const segments: QueuedSegment[] = [];
      for (const { segment } of waiting.values()) {
        if (!segment || size < 0) break;
        segments.push(segment);
        size -= segment.size;
      }
      return segments;
    },
    settle,
    absorb,
    async reconcile() {
      const since = performance.now();
      if (!storage || waiting.size === volatile.size) return;
      const { segments } = await storage.list();
      const there = new Set(segments.filter((head) => head.session === session).map(({ from }) => from));
      absorb({
        settled: [...waiting.values()]
          .filter(({ head, durableAt }) => durableAt! < since && !there.has(head.from))
          .map(({ head }) => head),
      });
    },
    async erase() {
      const stored = (await storage?.list())?.segments ?? [];
      const settled = [
        ...[...waiting.values()].map(({ head }) => head),
        ...stored.filter((head) => head.session !== session),
      ];
      const dropped = settled.map(({ session: of, from, to }): Drop => [of, from, to, 'consent']);
      await settle({ settled, dropped });
      return { settled, dropped };
    },
    close() {
      storage?.close();
      storage = undefined;
    },
  };
}
