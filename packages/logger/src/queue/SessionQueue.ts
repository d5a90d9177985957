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
import type { Stash } from './stash.ts';
import type { Witness } from './witness.ts';

/** Milliseconds that a write may take before its segments are sent from memory: a stopped tab can block it. */
const STUCK_MS = 3000;
/** Milliseconds between attempts to write what storage has refused. */
const RETRY_WRITE_MS = 5000;
/** Milliseconds between looks for what others left while there is something of its own to send. */
const LOOK_MS = 1000;
/** UTF-16 code units of lines that stay in memory although they are durable, so as not to be read again. */
const KEPT_SIZE = 8 * 1024 * 1024;

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
  readonly witness: Witness;
  readonly stash: Stash;
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
  /** Keeps what is not durable at once: the page may be gone before its storage has written it. */
  stash(): void;
  /** Storage is there: what waits in memory moves over, and what gone pages have stashed. */
  attach(storage: LogQueue): void;
  /** Storage is gone, and perhaps what was in it. @param isForGood from now on all is sent from memory */
  detach(isForGood: boolean): void;
  /** What to send next, taking nothing out; nothing while another tab sends. */
  readonly peek: () => Promise<QueueBatch>;
  /** The oldest of what waits behind `seq`, until it is more than so many UTF-16 code units. */
  oldest(size: number, seq: number): QueuedSegment[];
  /** Entries are accounted for. */
  readonly settle: (change: QueueChange) => void;
  /** Takes over what another tab did to the shared queue. */
  absorb(change: QueueChange): void;
  /** Looks what of this session is still in storage: news of another tab can be lost with it. */
  reconcile(): Promise<void>;
  /** Gives up all that waits, of all sessions in storage. @returns what that was */
  erase(): Promise<QueueChange>;
  close(): void;
}

/** A segment that waits. */
interface Held extends SegmentHead {
  /** As long as they are in memory. */
  lines?: string | undefined;
  /** When it became durable, by `performance.now()`. */
  durableAt?: number;
}

/** Makes the queue of a session. */
export function createSessionQueue(options: SessionQueueOptions): SessionQueue {
  const { session, limits, onDurable, accepts, isPaused, witness, stash } = options;
  /** By the first `seq`, in order. */
  const waiting = new Map<number, Held>();
  /** What of it waits for storage, too. */
  const volatile = new Set<Held>();
  const beingWritten = new Set<Held>();
  const dropped: Partial<Record<DropReason, number>> = {};
  /** First `seq` of each drop that a settlement brought. */
  const counted = new Set<number>();
  /** What storage does not know of. */
  let drops: [...Drop][] = [];
  let removed: SegmentHead[] = [];
  let reported: Drop[] = [];
  let storage: LogQueue | undefined;
  /** The last write that has begun, and the one that waits for it. */
  let inFlight: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;
  /** Milliseconds that a segment waits for storage before it is sent from memory. */
  let patienceMs = STUCK_MS;
  /** When storage was looked into for what others left, by `performance.now()`, and whether there was something. */
  let lastLook = -Infinity;
  let hasOthers = false;
  let isTheirTurn = false;
  let keptSize = 0;
  let isStashed = false;

  const isOwn = (head: SegmentHead) => head.session === session;
  const count = (reason: DropReason, entries: number) => {
    dropped[reason] = (dropped[reason] ?? 0) + entries;
  };
  const release = (held: Held) => {
    if (held.lines !== undefined) keptSize -= held.size;
    held.lines = undefined;
  };
  const absorb = ({ settled = [], dropped: given = [] }: QueueChange) => {
    for (const head of settled.filter(isOwn)) {
      const held = waiting.get(head.from);
      if (!held) continue;
      waiting.delete(held.from);
      volatile.delete(held);
      release(held);
    }
    for (const [of, from, to, reason] of given) {
      // What is refused once can be refused again when its segment is sent again.
      if (of !== session || counted.has(from)) continue;
      counted.add(from);
      count(reason, to - from + 1);
    }
  };
  const settle = (change: QueueChange): void => {
    absorb(change);
    const { settled = [], dropped: given = [], reported: told = [] } = change;
    for (const { session: of, to } of settled) witness.forget(of, to);
    for (const [of, from, to] of told) if (from === 1) witness.forget(of, to);
    drops = drops.filter((drop) => !told.includes(drop));
    drops.push(...(given as [...Drop][]));
    if (!storage) return;
    removed.push(...settled);
    reported.push(...told);
    void persist();
  };

  /**
   * Begins at once if it is urgent; else one write at a time, and what comes in meanwhile goes into the next.
   *
   * @returns whether storage is up to date then
   */
  const persist = (urgent?: boolean): Promise<boolean> => {
    if (inFlight && !urgent) return (next ??= inFlight.then(() => persist()));
    next = undefined;
    const helds = [...volatile].filter((held) => !beingWritten.has(held));
    const put = helds as QueuedSegment[];
    const change = { put, settled: removed, dropped: drops, reported };
    const isEmpty = Object.values(change).every(({ length }) => length === 0);
    if (!storage || isPaused() || isEmpty) return inFlight ?? Promise.resolve(!!storage);
    [removed, drops, reported] = [[], [], []];
    const writing = storage.write(change).then(
      () => true,
      () => false,
    );
    const written = writing.then((isWritten) => {
      if (inFlight === written) inFlight = undefined;
      for (const held of helds) beingWritten.delete(held);
      if (isWritten) {
        markDurable(helds);
      } else {
        // What is in memory is in memory still, and the status says so.
        removed = [...change.settled, ...removed];
        drops = [...change.dropped, ...drops];
        reported = [...change.reported, ...reported];
        setBackgroundTimeout(() => void persist(), RETRY_WRITE_MS);
      }
      return isWritten;
    });
    for (const held of helds) beingWritten.add(held);
    return (inFlight = written);
  };
  const markDurable = (helds: readonly Held[]) => {
    // From the latest: in a flood the oldest stay, and the others are read again when their turn comes.
    for (const held of helds.toReversed()) {
      volatile.delete(held);
      held.durableAt = performance.now();
      if (keptSize > KEPT_SIZE) release(held);
    }
    const last = helds.at(-1);
    if (isStashed && volatile.size === 0) {
      isStashed = false;
      stash.clear(session);
    }
    if (!last) return;
    if (waiting.has(last.from)) witness.note(session, last.to);
    onDurable();
  };

  const recover = async () => {
    const put = othersStash();
    if (put.length === 0) return;
    await storage!.write({ put });
    for (const head of put) stash.clear(head.session);
    onDurable();
  };

  const trim = () => {
    const evicted = evict([...volatile], limits());
    if (evicted.settled.length > 0) settle(evicted);
  };

  /** What is in storage, when it is up to date: else what has been sent would be sent again and again. */
  const othersStash = () => stash.read().filter((head) => !isOwn(head));

  const look = async () => ((await persist()) ? storage?.list() : undefined);

  /** Sessions of which nothing is left: the server takes for lost what it does not have. */
  const lostBeside = (heads: readonly SegmentHead[], reason: DropReason) =>
    witness
      .list()
      .filter(([of]) => of !== session && !heads.some((head) => head.session === of))
      .map(([of, seq]): Drop => [of, 1, seq, reason]);

  /** Reads the lines of what is in storage; lines that are not there any more were lost with it. */
  const load = async (helds: readonly Held[]): Promise<QueueBatch> => {
    const absent = helds.filter(({ lines }) => lines === undefined);
    const read = absent.length > 0 ? await within(STUCK_MS, storage!.read(absent)) : [];
    const found = (held: Held) => read?.find(({ from }) => from === held.from);
    const lost = absent.filter((held) => read && !found(held));
    if (lost.length > 0)
      settle({ settled: lost, dropped: lost.map(({ from, to }) => [session, from, to, 'storage_lost']) });
    const segments = helds.flatMap((held) => (held.lines === undefined ? (found(held) ?? []) : held));
    return { segments: segments as QueuedSegment[], drops: [] };
  };

  return {
    emitted: 0,
    get size() {
      return countEntries(waiting.values());
    },
    get firstVolatile() {
      for (const { from } of volatile) return from;
      return Infinity;
    },
    dropped,
    add(segment) {
      const held = { ...segment };
      waiting.set(held.from, held);
      volatile.add(held);
      keptSize += held.size;
      trim();
    },
    drop(seq, reason) {
      count(reason, 1);
      const last = drops.at(-1);
      const isNext = last?.[2] === seq - 1 && last[3] === reason;
      if (isNext) drops.pop();
      drops.push([session, isNext ? last[1] : seq, seq, reason]);
    },
    trim,
    persist: (urgent) => void persist(urgent),
    stash() {
      if (!storage || isPaused() || volatile.size === 0) return;
      isStashed = true;
      stash.fill(session, [...volatile] as QueuedSegment[]);
    },
    attach(opened) {
      storage = opened;
      // A stash that cannot be put into storage stays for the next page.
      recover().catch(() => {});
      void persist();
    },
    detach(isForGood) {
      storage = undefined;
      if (isForGood) patienceMs = -Infinity;
      for (const held of waiting.values()) if (held.lines !== undefined) volatile.add(held);
    },
    async peek() {
      if (isPaused()) return { segments: [], drops: [] };
      const overdue = Date.now() - patienceMs;
      const isMine = accepts();
      const mine = takeBatch(
        [...waiting.values()].filter((held) =>
          volatile.has(held) ? held.created < overdue : storage && isMine?.(held),
        ),
      );
      if (!storage) {
        const lost = patienceMs < 0 ? lostBeside([], 'storage_unavailable') : [];
        return { ...(await load(mine)), drops: [...drops.slice(0, MAX_REPORTED_DROPS), ...lost] };
      }
      isTheirTurn = !isTheirTurn;
      const now = performance.now();
      const isLookDue = mine.length === 0 || (hasOthers && isTheirTurn) || now - lastLook > LOOK_MS;
      if (!isMine || !isLookDue) return load(mine);
      lastLook = now;
      // What blocks writes blocks reads as well: what is in memory must still be sent.
      const stored = await within(STUCK_MS, look());
      const heads = stored?.segments.filter((head) => !isOwn(head) && isMine(head)) ?? [];
      hasOthers = heads.length > 0;
      const others = hasOthers ? await within(STUCK_MS, storage.read(takeBatch(heads))) : undefined;
      const batch = others?.length ? { segments: others } : await load(mine);
      const lost = stored ? lostBeside(stored.segments, 'storage_lost') : [];
      return { ...batch, drops: [...(stored?.drops ?? []), ...lost] };
    },
    oldest(size, seq) {
      const segments: QueuedSegment[] = [];
      for (const held of waiting.values()) {
        if (held.to <= seq) continue;
        if (held.lines === undefined || size < 0) break;
        segments.push(held as QueuedSegment);
        size -= held.size;
      }
      return segments;
    },
    settle,
    absorb,
    async reconcile() {
      const since = performance.now();
      if (!storage || waiting.size === volatile.size) return;
      const there = new Set((await storage.list()).segments.filter(isOwn).map(({ from }) => from));
      absorb({
        settled: [...waiting.values()].filter(
          ({ from, durableAt }) => durableAt! < since && !there.has(from),
        ),
      });
    },
    async erase() {
      const others = (await storage?.list())?.segments.filter((head) => !isOwn(head)) ?? [];
      const stashed = stash.read();
      const settled = [...waiting.values(), ...others, ...stashed.filter((head) => !isOwn(head))];
      for (const head of stashed) stash.clear(head.session);
      const dropped = settled.map(({ session: of, from, to }): Drop => [of, from, to, 'consent']);
      const change = { settled, dropped };
      settle(change);
      // Although it is paused.
      await storage?.write(change);
      return change;
    },
    close() {
      storage?.close();
      storage = undefined;
    },
  };
}
