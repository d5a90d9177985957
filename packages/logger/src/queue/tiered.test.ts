import { expect, it, vi } from 'vitest';
import { arbitrarySegment, CONTRACT_LIMITS, CONTRACT_SESSION, describeLogQueue } from './contract.ts';
import type { LogQueue } from './LogQueue.ts';
import { createOwnEntries } from './OwnEntries.ts';
import { createTieredQueue } from './tiered.ts';

function makeQueue(onDurable = () => {}) {
  const own = createOwnEntries(CONTRACT_SESSION, CONTRACT_LIMITS);
  return { own, queue: createTieredQueue({ own, onDurable, scope: () => 'all' }) };
}

/** Storage of which a test decides when and how a write ends. */
function makeStorage() {
  const writes: { froms: number[]; resolve: () => void; reject: (error: Error) => void }[] = [];
  const settled: number[] = [];
  const storage: LogQueue = {
    put: (segments) =>
      new Promise((resolve, reject) => {
        writes.push({ froms: segments.map(({ from }) => from), resolve, reject });
      }),
    peek: async () => ({ segments: [], sessions: [] }),
    settle: async ({ segments }) => void settled.push(...segments.map(({ from }) => from)),
    inspect: async () => ({ waiting: new Set(), record: undefined }),
    close: () => {},
  };
  return { storage, writes, settled };
}

describeLogQueue('a tiered queue without storage', async () => {
  const { queue } = makeQueue();
  queue.attach(undefined);
  return queue;
});

it('moves what came before storage over in one write, and what comes during a write in the next', async () => {
  const onDurable = vi.fn<() => void>();
  const { own, queue } = makeQueue(onDurable);
  const { storage, writes } = makeStorage();
  void queue.put([arbitrarySegment({ from: 1 })]);
  void queue.put([arbitrarySegment({ from: 2 })]);
  queue.attach(storage);
  void queue.put([arbitrarySegment({ from: 3 })]);
  void queue.put([arbitrarySegment({ from: 4 })]);
  expect(writes.map(({ froms }) => froms)).toEqual([[1, 2]]);
  writes[0]!.resolve();
  await expect
    .poll(() => writes.map(({ froms }) => froms))
    .toEqual([
      [1, 2],
      [3, 4],
    ]);
  expect(onDurable).toHaveBeenCalledTimes(1);
  expect(own.volatile.map(({ from }) => from)).toEqual([3, 4]);
});

it('begins an urgent write at once, with all that nobody is writing yet', () => {
  const { queue } = makeQueue();
  const { storage, writes } = makeStorage();
  queue.attach(storage);
  void queue.put([arbitrarySegment({ from: 1 })]);
  void queue.put([arbitrarySegment({ from: 2 })]);
  void queue.put([arbitrarySegment({ from: 3 })], true);
  expect(writes.map(({ froms }) => froms)).toEqual([[1], [2, 3]]);
});

it('keeps what storage refuses, tries again, and sends it from memory meanwhile', async () => {
  vi.useFakeTimers();
  try {
    const { own, queue } = makeQueue();
    const { storage, writes, settled } = makeStorage();
    queue.attach(storage);
    const segment = { ...arbitrarySegment({ from: 1 }), created: Date.now() };
    void queue.put([segment]);
    writes[0]!.reject(new Error('disk'));
    expect((await queue.peek()).segments).toEqual([]);
    await vi.advanceTimersByTimeAsync(4000);
    expect((await queue.peek()).segments).toEqual([segment]);
    await vi.advanceTimersByTimeAsync(4000);
    expect(writes.map(({ froms }) => froms)).toEqual([[1], [1]]);
    await queue.settle({ segments: [segment], changes: [] });
    expect(own.waiting.length).toBe(0);
    // The write gets through after all: the copy that it leaves in storage is removed.
    settled.length = 0;
    writes[1]!.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(settled).toEqual([1]);
  } finally {
    vi.useRealTimers();
  }
});
