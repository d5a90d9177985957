import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, CONTRACT_SESSION } from './contract.ts';
import type { LogQueue, QueueChange, QueuedSegment } from './LogQueue.ts';
import { createSessionQueue, type SessionQueueOptions } from './SessionQueue.ts';
import { createStash } from './stash.ts';
import { createWitness } from './witness.ts';

function makeQueue(more: Partial<SessionQueueOptions> = {}) {
  return createSessionQueue({
    session: CONTRACT_SESSION,
    limits: () => CONTRACT_LIMITS,
    onDurable: () => {},
    accepts: () => () => true,
    isPaused: () => false,
    witness: createWitness('test'),
    stash: createStash('test'),
    ...more,
  });
}

/** Storage of which a test decides when and how a write ends. */
function makeStorage(stored: readonly QueuedSegment[] = []) {
  const writes: {
    change: QueueChange;
    froms: number[];
    resolve: () => void;
    reject: (error: Error) => void;
  }[] = [];
  const storage: LogQueue = {
    write: (change) =>
      new Promise((resolve, reject) => {
        writes.push({ change, froms: (change.put ?? []).map(({ from }) => from), resolve, reject });
      }),
    list: async () => ({ segments: stored, drops: [] }),
    read: async (heads) => stored.filter((segment) => heads.some(({ from }) => from === segment.from)),
    close: () => {},
  };
  return { storage, writes };
}

const fromsOf = (segments: readonly QueuedSegment[]) => segments.map(({ from }) => from);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('moves what came before storage over in one write, and what comes during a write in the next', async () => {
  const onDurable = vi.fn<() => void>();
  const queue = makeQueue({ onDurable });
  const { storage, writes } = makeStorage();
  for (const from of [1, 2]) queue.add(arbitrarySegment({ from }));
  queue.attach(storage);
  for (const from of [3, 4]) {
    queue.add(arbitrarySegment({ from }));
    queue.persist(false);
  }
  expect(writes.map(({ froms }) => froms)).toEqual([[1, 2]]);
  expect(queue.firstVolatile).toBe(1);
  writes[0]!.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(writes.map(({ froms }) => froms)).toEqual([
    [1, 2],
    [3, 4],
  ]);
  expect(onDurable).toHaveBeenCalledTimes(1);
  expect(queue.firstVolatile).toBe(3);
});

it('begins an urgent write at once, with all that nobody is writing yet', () => {
  const queue = makeQueue();
  const { storage, writes } = makeStorage();
  queue.attach(storage);
  for (const [from, isUrgent] of [
    [1, false],
    [2, false],
    [3, true],
  ] as const) {
    queue.add(arbitrarySegment({ from }));
    queue.persist(isUrgent);
  }
  expect(writes.map(({ froms }) => froms)).toEqual([[1], [2, 3]]);
});

it('keeps what storage refuses, tries again, and sends it from memory meanwhile', async () => {
  const queue = makeQueue();
  const { storage, writes } = makeStorage();
  queue.attach(storage);
  const segment = arbitrarySegment({ from: 1, created: Date.now() });
  queue.add(segment);
  queue.drop(2, 'too_large');
  queue.persist(false);
  writes[0]!.reject(new Error('disk'));
  await vi.advanceTimersByTimeAsync(5500);
  const change = {
    put: [segment],
    settled: [],
    dropped: [[CONTRACT_SESSION, 2, 2, 'too_large']],
    reported: [],
  };
  expect(writes.map((write) => write.change)).toMatchObject([change, change]);
  const peeked = queue.peek();
  await vi.advanceTimersByTimeAsync(4000);
  expect((await peeked).segments).toMatchObject([segment]);
  queue.settle({ settled: [segment] });
  expect(queue.size).toBe(0);
  // The write gets through after all: the copy that it leaves in storage is removed.
  writes[1]!.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(writes[2]!.change).toMatchObject({ put: [], settled: [{ from: 1 }] });
});

it('counts and reports drops of following entries as one, and each entry once', async () => {
  const queue = makeQueue();
  queue.detach(true);
  for (const seq of [1, 2, 3, 5]) queue.drop(seq, 'sampled');
  queue.drop(6, 'too_large');
  const { drops } = await queue.peek();
  expect(drops.map(([, ...range]) => range)).toEqual([
    [1, 3, 'sampled'],
    [5, 5, 'sampled'],
    [6, 6, 'too_large'],
  ]);
  queue.drop(7, 'too_large');
  queue.settle({ reported: drops });
  // What grew while it was reported is reported again, for the server takes the union.
  expect((await queue.peek()).drops).toEqual([[CONTRACT_SESSION, 6, 7, 'too_large']]);
  const rejected = { dropped: [[CONTRACT_SESSION, 9, 9, 'rejected_too_deep']] } as const;
  queue.absorb(rejected);
  queue.absorb(rejected);
  expect(queue.dropped).toEqual({ sampled: 4, too_large: 2, rejected_too_deep: 1 });
});

it('takes turns between its own entries and those that others left', async () => {
  const queue = makeQueue();
  const orphan = arbitrarySegment({ session: 'B'.repeat(16), from: 1 });
  const { storage, writes } = makeStorage([orphan]);
  const own = arbitrarySegment({ from: 1 });
  queue.add(own);
  queue.attach(storage);
  writes[0]!.resolve();
  await vi.advanceTimersByTimeAsync(0);
  const sessions = [];
  for (let turn = 0; turn < 4; turn += 1) sessions.push((await queue.peek()).segments[0]!.session);
  expect(sessions.toSorted()).toEqual([orphan.session, orphan.session, own.session, own.session].toSorted());
});

it('sends nothing of what is in storage while another tab does', async () => {
  const queue = makeQueue({ accepts: () => undefined });
  const { storage, writes } = makeStorage([arbitrarySegment({ session: 'B'.repeat(16), from: 1 })]);
  queue.add(arbitrarySegment({ from: 1 }));
  queue.attach(storage);
  writes[0]!.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(await queue.peek()).toEqual({ segments: [], drops: [] });
});

it('holds the lines of a flood in storage only, reads them when their turn comes, and counts what is gone', async () => {
  const queue = makeQueue();
  const stored: QueuedSegment[] = [];
  const { storage, writes } = makeStorage(stored);
  queue.attach(storage);
  const segments = Array.from({ length: 30 }, (_, index) =>
    arbitrarySegment({ from: 1 + index, size: 300_000 }),
  );
  for (const segment of segments) queue.add(segment);
  // The last one is gone when it is to be read.
  stored.push(...segments.slice(0, -1));
  queue.persist(false);
  writes[0]!.resolve();
  await vi.advanceTimersByTimeAsync(0);
  storage.write = async () => {};
  expect(fromsOf(queue.oldest(Infinity, 0)).length).toBeLessThan(30);
  const seen: number[] = [];
  while (queue.size > 0) {
    const { segments: batch } = await queue.peek();
    seen.push(...fromsOf(batch));
    queue.settle({ settled: batch });
  }
  expect(seen).toEqual(fromsOf(segments.slice(0, -1)));
  expect(queue.dropped).toEqual({ storage_lost: 1 });
});

it('forgets what another tab has sent, although it was never told', async () => {
  const queue = makeQueue();
  const { storage, writes } = makeStorage([]);
  queue.attach(storage);
  queue.add(arbitrarySegment({ from: 1 }));
  queue.persist(false);
  await queue.reconcile();
  expect(queue.size).toBe(1);
  writes[0]!.resolve();
  await vi.advanceTimersByTimeAsync(10);
  await queue.reconcile();
  expect(queue.size).toBe(0);
  expect(queue.dropped).toEqual({});
});

it('gives up the oldest of what cannot be stored when there is too much', () => {
  const queue = makeQueue({ limits: () => ({ entries: 10, size: 1e6 }) });
  for (let from = 1; from <= 11; from += 1) queue.add(arbitrarySegment({ from }));
  expect(queue.size).toBe(9);
  expect(queue.dropped).toEqual({ queue_full: 2 });
  expect(queue.oldest(1, 0)[0]!.from).toBe(3);
});

it('stores and sends nothing while it is paused, and erases all of it when asked', async () => {
  let isPaused = true;
  const queue = makeQueue({ isPaused: () => isPaused });
  const { storage, writes } = makeStorage([arbitrarySegment({ session: 'B'.repeat(16), from: 1, count: 3 })]);
  queue.attach(storage);
  queue.add(arbitrarySegment({ from: 1, count: 2 }));
  queue.persist(true);
  expect(writes).toEqual([]);
  expect(await queue.peek()).toEqual({ segments: [], drops: [] });
  const erased = queue.erase();
  await vi.advanceTimersByTimeAsync(0);
  expect(writes[0]!.change.settled?.length).toBe(2);
  writes[0]!.resolve();
  await erased;
  expect(queue.size).toBe(0);
  expect(queue.dropped).toEqual({ consent: 2 });
  isPaused = false;
});
